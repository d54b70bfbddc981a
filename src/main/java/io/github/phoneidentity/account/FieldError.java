package io.github.phoneidentity.account;

import java.util.Arrays;
import java.util.List;
import org.keycloak.userprofile.ValidationException;

/**
 * An error of one field.
 *
 * @param field the name of the field
 * @param error the key of the message
 * @param parameters the parameters of the message
 */
public record FieldError(String field, String error, List<Object> parameters) {

  static FieldError of(String field, String error, Object... parameters) {
    return new FieldError(
        field, error, Arrays.asList(parameters == null ? new Object[0] : parameters));
  }

  /** The error of a user-profile validator, whose first parameter is the attribute's name. */
  static FieldError of(ValidationException.Error error) {
    return of(error.getAttribute(), error.getMessage(), error.getMessageParameters());
  }
}
