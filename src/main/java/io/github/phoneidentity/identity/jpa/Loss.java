package io.github.phoneidentity.identity.jpa;

import io.github.phoneidentity.identity.Availability;
import io.github.phoneidentity.identity.ClaimKind;
import io.github.phoneidentity.identity.jpa.AttributeTable.Owner;
import org.keycloak.models.ModelDuplicateException;
import org.keycloak.models.ModelException;

/** A value that a user has and cannot own. */
record Loss(Owner user, ClaimKind kind, String attributeId, Reason reason) {

  enum Reason {
    TAKEN("is taken", Availability.TAKEN),
    INVALID("is not valid", Availability.INVALID);

    private final String words;
    private final Availability availability;

    Reason(String words, Availability availability) {
      this.words = words;
      this.availability = availability;
    }

    Availability availability() {
      return availability;
    }
  }

  /**
   * What the transaction fails with: a conflict (409), or a value that is wrong in itself (400).
   */
  ModelException exception() {
    return switch (reason) {
      case TAKEN -> new ModelDuplicateException(message(), kind.attribute());
      case INVALID -> new InvalidValueException(message());
    };
  }

  /** Names the user and the attribute, never the value. */
  private String message() {
    // A username without a letter may be a number.
    boolean shown = user.username().codePoints().anyMatch(Character::isLetter);
    String name = shown ? user.username() : user.id();
    return "User '" + name + "': attribute " + kind.attribute() + " " + reason.words;
  }

  /** The same by the user's id, because a username may be a number. */
  String inLog() {
    return "user " + user.id() + ": attribute " + kind.attribute() + " " + reason.words;
  }
}
