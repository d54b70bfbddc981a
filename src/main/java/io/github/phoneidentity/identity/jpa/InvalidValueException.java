package io.github.phoneidentity.identity.jpa;

import org.keycloak.models.ModelException;
import org.keycloak.models.ModelValidationException;

/** A value that nobody can own, found at the commit. Keycloak answers 400 with the message. */
final class InvalidValueException extends ModelValidationException {

  private static final long serialVersionUID = 1L;

  InvalidValueException(String message) {
    super(message);
    // Of such an exception Keycloak's error handler tells the message only if its cause has one
    // too.
    initCause(new ModelException(message));
  }
}
