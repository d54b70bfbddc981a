package io.github.phoneidentity.identity.jpa;

import io.github.phoneidentity.identity.Availability;
import io.github.phoneidentity.identity.ClaimKind;
import io.github.phoneidentity.identity.jpa.AttributeTable.Owner;
import java.util.List;
import java.util.stream.Collectors;
import org.keycloak.models.ModelDuplicateException;
import org.keycloak.models.ModelException;

/** A value that a user's attribute holds and that the user cannot own. */
record ClaimConflict(Owner user, ClaimKind kind, String attributeId, Reason reason) {

  enum Reason {
    TAKEN("is taken", Availability.TAKEN),
    INVALID("is not valid", Availability.INVALID);

    private final String description;
    private final Availability availability;

    Reason(String description, Availability availability) {
      this.description = description;
      this.availability = availability;
    }

    Availability availability() {
      return availability;
    }
  }

  /**
   * The exception that fails the transaction and names all conflicts. Keycloak answers 409 if a
   * value is taken, and 400 if all of them are invalid.
   */
  static ModelException exception(List<ClaimConflict> conflicts) {
    String message =
        conflicts.stream().map(ClaimConflict::message).distinct().collect(Collectors.joining("; "));
    return conflicts.stream()
        .filter(conflict -> conflict.reason == Reason.TAKEN)
        .findFirst()
        .<ModelException>map(taken -> new ModelDuplicateException(message, taken.kind.attribute()))
        .orElseGet(() -> new InvalidValueException(message));
  }

  /** Names the user and the attribute, but never the value, which may be another user's number. */
  private String message() {
    return "User %s: attribute %s %s"
        .formatted(user.shownName(), kind.attribute(), reason.description);
  }
}
