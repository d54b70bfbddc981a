package io.github.phoneidentity.verification;

import io.github.phoneidentity.outbox.HandOver;
import io.github.phoneidentity.verification.jpa.ChallengeEntity;
import java.time.Duration;
import java.time.InstantSource;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/** Writes e-mails with codes, with the realm's email theme, for its SMTP server. */
final class EmailSender {

  private final InstantSource clock;

  EmailSender(InstantSource clock) {
    this.clock = clock;
  }

  /** Writes the e-mail, within a transaction; it is sent afterwards. */
  HandOver write(
      KeycloakSession session,
      RealmModel realm,
      ChallengeEntity challenge,
      String messageId,
      String code) {
    Mail mail =
        new MailTheme(session, realm, challenge.locale())
            .write(
                messageId,
                challenge.recipient(),
                "phoneIdentity.email",
                code,
                Wording.name(realm),
                minutes(challenge));
    return new Mailing(realm, mail);
  }

  private long minutes(ChallengeEntity challenge) {
    Duration left = Duration.ofMillis(challenge.expiresAt() - clock.millis());
    return Math.max(1, left.plusSeconds(59).toMinutes());
  }
}
