package io.github.phoneidentity.account;

import java.util.Arrays;
import java.util.List;
import org.keycloak.userprofile.ValidationException;

/**
 * What is wrong with one field.
 *
 * @param field its name
 * @param error the key of the message that says so
 * @param parameters of the message
 */
public record FieldError(String field, String error, List<Object> parameters) {

  static FieldError of(String field, String error, Object... parameters) {
    return new FieldError(
        field, error, Arrays.asList(parameters == null ? new Object[0] : parameters));
  }

  /** As a user-profile validator says it: its first parameter is the attribute's name. */
  static FieldError of(ValidationException.Error error) {
    return of(error.getAttribute(), error.getMessage(), error.getMessageParameters());
  }
}
