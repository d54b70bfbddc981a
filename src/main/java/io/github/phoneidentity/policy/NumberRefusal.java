package io.github.phoneidentity.policy;

/** Why a realm sends no texts to a number. */
public enum NumberRefusal {
  /** Its country is not among those that are allowed. */
  COUNTRY,
  /** It is of another type than those that are allowed, such as a landline. */
  TYPE,
  /** No gateway serves it, or it is reserved for fiction. */
  NO_GATEWAY
}
