package io.github.phoneidentity.identity.jpa;

import org.keycloak.models.ModelException;
import org.keycloak.models.ModelValidationException;

/** A value that no user can own, found before the commit. Keycloak answers 400 with the message. */
final class InvalidValueException extends ModelValidationException {

  private static final long serialVersionUID = 1L;

  InvalidValueException(String message) {
    super(message);
    // Keycloak's error handler returns the message only if the cause has a message too.
    initCause(new ModelException(message));
  }
}
