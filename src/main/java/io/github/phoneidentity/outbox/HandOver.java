package io.github.phoneidentity.outbox;

import org.keycloak.models.KeycloakSession;

/** A claimed message whose text is rendered. */
@FunctionalInterface
public interface HandOver {

  /**
   * Hands the message over to the external service.
   *
   * @param session a session without a transaction, so that no database connection is held during
   *     the call
   * @return the outcome; a {@link RuntimeException} counts as {@link Delivery#UNKNOWN}
   */
  Delivery send(KeycloakSession session);
}
