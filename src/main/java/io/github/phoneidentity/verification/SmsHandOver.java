package io.github.phoneidentity.verification;

import io.github.phoneidentity.outbox.Delivery;
import io.github.phoneidentity.outbox.HandOver;
import io.github.phoneidentity.outbox.Lane;
import io.github.phoneidentity.phone.PhoneNumber;
import io.github.phoneidentity.policy.RealmPolicy;
import io.github.phoneidentity.policy.VerificationPolicy;
import io.github.phoneidentity.sms.SendResult;
import io.github.phoneidentity.sms.SmsGateways;
import io.github.phoneidentity.sms.SmsMessage;
import java.util.List;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/**
 * Hands a text over to the first of the realm's gateways that can be reached. A test number gets
 * none.
 */
record SmsHandOver(List<String> gateways, SmsMessage message) implements HandOver {

  static HandOver of(RealmModel realm, SmsMessage message) {
    VerificationPolicy policy = RealmPolicy.of(realm);
    return policy.testCode(message.to()).isPresent()
        ? session -> Delivery.ACCEPTED
        : new SmsHandOver(policy.gateways().of(message.to()), message);
  }

  /** The lane of texts, which all realms and countries with the same gateways share. */
  static Lane lane(KeycloakSession session, RealmModel realm, PhoneNumber number) {
    VerificationPolicy policy = RealmPolicy.of(realm);
    List<String> gateways =
        policy.testCode(number).isPresent() ? List.of() : policy.gateways().of(number);
    return new Lane(
        "sms " + String.join(",", gateways), SmsGateways.longestSend(session, gateways));
  }

  @Override
  public Delivery send(KeycloakSession session) {
    return outcome(SmsGateways.send(session, gateways, message));
  }

  private static Delivery outcome(SendResult result) {
    return switch (result) {
      case ACCEPTED -> Delivery.ACCEPTED;
      case REJECTED -> Delivery.REJECTED;
      case UNREACHABLE -> Delivery.UNREACHABLE;
      case UNKNOWN -> Delivery.UNKNOWN;
    };
  }
}
