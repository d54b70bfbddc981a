package io.github.phoneidentity.identity;

/** Whether a user could have a value as username, nickname or phone. */
public enum Availability {
  FREE,
  /** It is not a valid number or name, or cannot be stored. */
  INVALID,
  /** It looks like a phone or an e-mail that is not this user's own. */
  RESERVED,
  /** Another user owns it. */
  TAKEN,
  /** Another user has released it, and its quarantine has not elapsed. */
  HELD
}
