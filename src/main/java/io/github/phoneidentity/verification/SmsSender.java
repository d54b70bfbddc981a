package io.github.phoneidentity.verification;

import io.github.phoneidentity.outbox.HandOver;
import io.github.phoneidentity.sms.Conversion;
import io.github.phoneidentity.sms.SmsMessage;
import io.github.phoneidentity.verification.jpa.ChallengeEntity;
import java.util.function.Consumer;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/**
 * Writes texts with codes, from the messages of the realm's login theme, and the origin-bound last
 * line that lets a browser fill in the code.
 */
final class SmsSender {

  private SmsSender() {}

  /**
   * Writes the text, within a transaction; it is sent afterwards.
   *
   * @param conversions takes by which the gateway wants to be told that the code was confirmed
   */
  static HandOver write(
      KeycloakSession session,
      RealmModel realm,
      ChallengeEntity challenge,
      String messageId,
      String code,
      Consumer<Conversion> conversions) {
    String text = text(session, realm, challenge, code);
    SmsMessage.Context context =
        new SmsMessage.Context(
            code,
            challenge.purpose().id(),
            challenge.locale().toLanguageTag(),
            realm.getName(),
            challenge.client());
    return SmsHandOver.of(
        realm,
        new SmsMessage(messageId, challenge.recipient().phone(), text, context),
        conversions);
  }

  private static String text(
      KeycloakSession session, RealmModel realm, ChallengeEntity challenge, String code) {
    return Wording.ofTexts(session, realm, challenge.locale())
            .text("phoneIdentity.sms." + challenge.purpose().id(), code, Wording.name(realm))
        + challenge.textOrigin().lastLine(code);
  }
}
