package io.github.phoneidentity.identity;

/** Whether a user could have a value as username, nickname or phone. */
public enum Availability {
  FREE,
  /** It is none: no valid number, nothing that can be stored. */
  INVALID,
  /** It looks like a phone or an e-mail that is not this user's own. */
  RESERVED,
  /** Another user has it. */
  TAKEN,
  /** Another user had it, and its quarantine is not over. */
  HELD
}
