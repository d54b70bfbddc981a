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
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/**
 * Hands a text over to the first of the realm's gateways that can be reached. A test number gets
 * none, and a number without a gateway, such as one that is reserved for fiction, is rejected.
 *
 * @param receipts the URL of the realm's receipts; empty if it is not known
 * @param answers takes what the gateway has answered
 */
record SmsHandOver(
    List<String> gateways,
    SmsMessage message,
    Optional<URI> receipts,
    Consumer<SmsGateways.Sent> answers)
    implements HandOver {

  static HandOver of(RealmModel realm, SmsMessage message, Consumer<SmsGateways.Sent> answers) {
    VerificationPolicy policy = RealmPolicy.of(realm);
    if (policy.testCode(message.to()).isPresent()) {
      return session -> Delivery.ACCEPTED;
    }
    List<String> gateways = policy.gatewaysOf(message.to());
    return gateways.isEmpty()
        // No service could be reached later either.
        ? session -> Delivery.REJECTED
        : new SmsHandOver(gateways, message, ReceiptUrl.configured(realm), answers);
  }

  /** The lane of texts, which all realms and countries with the same gateways share. */
  static Lane lane(KeycloakSession session, RealmModel realm, PhoneNumber number) {
    List<String> gateways = RealmPolicy.of(realm).gatewaysOf(number);
    return new Lane(
        "sms " + String.join(",", gateways), SmsGateways.longestSend(session, gateways));
  }

  @Override
  public Delivery send(KeycloakSession session) {
    SmsGateways.Sent sent = SmsGateways.send(session, gateways, message, receipts);
    answers.accept(sent);
    return outcome(sent.result());
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
