package io.github.phoneidentity.verification;

import io.github.phoneidentity.outbox.HandOver;
import io.github.phoneidentity.verification.jpa.ChallengeEntity;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/** Writes e-mails with codes, from the messages of the realm's login theme, for its SMTP server. */
final class EmailSender implements MessageSender {

  private final InstantSource clock;

  EmailSender(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public HandOver write(
      KeycloakSession session,
      RealmModel realm,
      ChallengeEntity challenge,
      String messageId,
      String code) {
    Locale locale = challenge.locale();
    Wording wording = Wording.of(session, realm, locale);
    Object[] parameters = {code, Wording.name(realm), minutes(challenge)};
    Mail mail =
        new Mail(
            messageId,
            challenge.recipient(),
            wording.text("phoneIdentity.email.subject", parameters),
            wording.text("phoneIdentity.email.body", parameters),
            locale);
    return new Mailing(realm, mail);
  }

  private long minutes(ChallengeEntity challenge) {
    Duration left = Duration.ofMillis(challenge.expiresAt() - clock.millis());
    return Math.max(1, left.plusSeconds(59).toMinutes());
  }
}
