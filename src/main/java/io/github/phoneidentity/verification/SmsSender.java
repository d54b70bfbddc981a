package io.github.phoneidentity.verification;

import io.github.phoneidentity.outbox.HandOver;
import io.github.phoneidentity.sms.SmsMessage;
import io.github.phoneidentity.verification.jpa.ChallengeEntity;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/**
 * Texts: the words from the realm's login theme, and the origin-bound line that lets a browser fill
 * in the code.
 */
final class SmsSender implements MessageSender {

  @Override
  public HandOver write(
      KeycloakSession session,
      RealmModel realm,
      ChallengeEntity challenge,
      String messageId,
      String code) {
    String text = text(session, realm, challenge, code);
    return new SmsHandOver(realm, new SmsMessage(messageId, challenge.recipient().phone(), text));
  }

  private static String text(
      KeycloakSession session, RealmModel realm, ChallengeEntity challenge, String code) {
    String words =
        Wording.of(session, realm, challenge.locale())
            .text("phoneIdentity.sms." + challenge.purpose().id(), code, Wording.name(realm));
    // https://wicg.github.io/sms-one-time-codes: the last line, so that the code is filled in on
    // this host only
    return challenge.host().isEmpty() ? words : words + "\n@" + challenge.host() + " #" + code;
  }
}
