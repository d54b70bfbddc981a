package io.github.phoneidentity.verification;

import io.github.phoneidentity.policy.RealmPolicy;
import io.github.phoneidentity.sms.SmsGateways;
import io.github.phoneidentity.sms.SmsMessage;
import io.github.phoneidentity.verification.jpa.ChallengeEntity;
import java.util.List;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/**
 * Texts: the words from the realm's login theme, and the origin-bound line that lets a browser fill
 * in the code.
 */
final class SmsSender implements MessageSender {

  @Override
  public Ready write(
      KeycloakSession session,
      RealmModel realm,
      ChallengeEntity challenge,
      String messageId,
      String code) {
    SmsMessage message =
        new SmsMessage(
            messageId, challenge.recipient().phone(), text(session, realm, challenge, code));
    List<String> gateways = RealmPolicy.of(realm).gateways();
    return sending -> Delivery.of(SmsGateways.send(sending, gateways, message));
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
