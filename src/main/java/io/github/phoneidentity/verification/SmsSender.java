package io.github.phoneidentity.verification;

import io.github.phoneidentity.outbox.HandOver;
import io.github.phoneidentity.sms.SmsGateways;
import io.github.phoneidentity.sms.SmsMessage;
import io.github.phoneidentity.verification.jpa.ChallengeEntity;
import java.util.function.Consumer;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/** Writes texts with codes. */
final class SmsSender {

  private SmsSender() {}

  /**
   * Writes the text, within a transaction; it is sent afterwards.
   *
   * @param answers takes what the gateway has answered
   */
  static HandOver write(
      KeycloakSession session,
      RealmModel realm,
      ChallengeEntity challenge,
      String messageId,
      String code,
      Consumer<SmsGateways.Sent> answers) {
    SmsText text =
        SmsTexts.of(session, realm, challenge.locale())
            .code(challenge.purpose(), code, challenge.textOrigin());
    TextLog.warn(realm, challenge.locale(), text);
    SmsMessage.Context context =
        new SmsMessage.Context(
            code,
            challenge.purpose().id(),
            challenge.locale().toLanguageTag(),
            realm.getName(),
            challenge.client());
    return SmsHandOver.of(
        realm,
        new SmsMessage(messageId, challenge.recipient().phone(), text.text(), context),
        answers);
  }
}
