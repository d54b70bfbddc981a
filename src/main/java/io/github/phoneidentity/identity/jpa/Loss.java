package io.github.phoneidentity.identity.jpa;

import io.github.phoneidentity.identity.ClaimKind;
import io.github.phoneidentity.identity.jpa.AttributeTable.Owner;

/** A value that a user has and cannot own. */
record Loss(Owner user, ClaimKind kind, String attributeId, Reason reason) {

  enum Reason {
    TAKEN("is taken"),
    INVALID("is not valid");

    private final String words;

    Reason(String words) {
      this.words = words;
    }
  }

  /** Names the user and the attribute, never the value. */
  String message() {
    return "User '" + user.username() + "': attribute " + kind.attribute() + " " + reason.words;
  }

  /** The same by the user's id, because a username may be a number. */
  String inLog() {
    return "user " + user.id() + ": attribute " + kind.attribute() + " " + reason.words;
  }
}
