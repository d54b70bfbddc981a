package io.github.phoneidentity.account;

import java.util.Optional;

/** What became of a number that was to be put on a user by a proof. */
public enum PhoneAssignment {
  /** The user has it, once the transaction is committed. */
  ASSIGNED(null),
  /** The proof has expired, was consumed, or is of another number than the act is about. */
  PROOF_GONE(null),
  /** The number is managed by the user's directory, into which nothing is written. */
  MANAGED(null),
  IN_USE(PhoneConflict.IN_USE),
  UNPROVEN_IN_USE(PhoneConflict.UNPROVEN_IN_USE),
  RESERVED(PhoneConflict.RESERVED);

  private final PhoneConflict conflict;

  PhoneAssignment(PhoneConflict conflict) {
    this.conflict = conflict;
  }

  /** The conflict that kept the user from having it. */
  public Optional<PhoneConflict> conflict() {
    return Optional.ofNullable(conflict);
  }

  static PhoneAssignment of(PhoneConflict conflict) {
    return switch (conflict) {
      case IN_USE -> IN_USE;
      case UNPROVEN_IN_USE -> UNPROVEN_IN_USE;
      case RESERVED -> RESERVED;
    };
  }
}
