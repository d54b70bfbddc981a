package io.github.phoneidentity.outbox;

import org.keycloak.models.KeycloakSession;

/** A message that was claimed and written. */
@FunctionalInterface
public interface HandOver {

  /**
   * Hands the message over.
   *
   * @param session has no transaction, so that no database connection is held meanwhile
   * @return the outcome; a {@link RuntimeException} counts as {@link Delivery#UNKNOWN}
   */
  Delivery send(KeycloakSession session);
}
