package io.github.phoneidentity.verification;

import io.github.phoneidentity.verification.jpa.ChallengeEntity;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/** Writes and sends the message of one channel. */
interface MessageSender {

  /** A message that is ready to go; it is sent with a session that has no transaction. */
  interface Ready {
    Delivery send(KeycloakSession session);
  }

  /** Writes the message, within a transaction. */
  Ready write(
      KeycloakSession session,
      RealmModel realm,
      ChallengeEntity challenge,
      String messageId,
      String code);
}
