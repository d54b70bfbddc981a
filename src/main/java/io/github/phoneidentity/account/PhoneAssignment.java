package io.github.phoneidentity.account;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The outcome of assigning a proven number to a user. */
public enum PhoneAssignment {
  /** The user has the number once the transaction is committed. */
  ASSIGNED(null),
  /** The proof has expired, was consumed, or is of another number. */
  PROOF_GONE(null),
  /** The user's directory manages the number, and nothing is written into a directory. */
  MANAGED(null),
  IN_USE(PhoneConflict.IN_USE),
  UNPROVEN_IN_USE(PhoneConflict.UNPROVEN_IN_USE),
  RESERVED(PhoneConflict.RESERVED);

  private final @Nullable PhoneConflict conflict;

  PhoneAssignment(@Nullable PhoneConflict conflict) {
    this.conflict = conflict;
  }

  /** The conflict; empty if there is none. */
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
