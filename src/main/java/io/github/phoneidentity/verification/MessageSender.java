package io.github.phoneidentity.verification;

import io.github.phoneidentity.outbox.HandOver;
import io.github.phoneidentity.verification.jpa.ChallengeEntity;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/** Writes the message of one channel. */
interface MessageSender {

  /** Writes the message, within a transaction; it is sent afterwards. */
  HandOver write(
      KeycloakSession session,
      RealmModel realm,
      ChallengeEntity challenge,
      String messageId,
      String code);
}
