package io.github.phoneidentity.identity.jpa;

import io.github.phoneidentity.identity.Availability;
import io.github.phoneidentity.identity.ClaimKind;
import io.github.phoneidentity.identity.jpa.AttributeTable.Owner;
import java.util.List;
import java.util.stream.Collectors;
import org.keycloak.models.ModelDuplicateException;
import org.keycloak.models.ModelException;

/** A value that a user has and cannot own. */
record ClaimConflict(Owner user, ClaimKind kind, String attributeId, Reason reason) {

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
   * What the transaction fails with, naming all that was lost: a conflict (409), or values that are
   * wrong in themselves (400).
   */
  static ModelException exception(List<ClaimConflict> losses) {
    String message =
        losses.stream().map(ClaimConflict::message).distinct().collect(Collectors.joining("; "));
    return losses.stream()
        .filter(lost -> lost.reason == Reason.TAKEN)
        .findFirst()
        .<ModelException>map(taken -> new ModelDuplicateException(message, taken.kind.attribute()))
        .orElseGet(() -> new InvalidValueException(message));
  }

  /** Names the user and the attribute, never the value. */
  private String message() {
    // A username without a letter may be a number.
    boolean shown = user.username().codePoints().anyMatch(Character::isLetter);
    String name = shown ? user.username() : user.id();
    return "User '" + name + "': attribute " + kind.attribute() + " " + reason.words;
  }
}
