package io.github.phoneidentity.account;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.ModelException;
import org.keycloak.services.messages.Messages;
import org.keycloak.userprofile.ValidationException;

/**
 * An error of one field.
 *
 * @param field the name of the field
 * @param error the key of the message
 * @param parameters the parameters of the message
 */
public record FieldError(String field, String error, List<Object> parameters) {

  public FieldError {
    // Parameters may be null, which List.copyOf rejects.
    parameters = Collections.unmodifiableList(new ArrayList<>(parameters));
  }

  static FieldError of(String field, String error, Object @Nullable ... parameters) {
    return new FieldError(
        field, error, Arrays.asList(parameters == null ? new Object[0] : parameters));
  }

  /** The error of a value that Keycloak has refused. */
  static FieldError of(String field, ModelException refused) {
    return of(
        field,
        Objects.requireNonNullElse(
            refused.getMessage(), Messages.UNEXPECTED_ERROR_HANDLING_REQUEST),
        refused.getParameters());
  }

  /** The error of a user-profile validator, whose first parameter is the attribute's name. */
  static FieldError of(ValidationException.Error error) {
    return of(error.getAttribute(), error.getMessage(), error.getMessageParameters());
  }
}
