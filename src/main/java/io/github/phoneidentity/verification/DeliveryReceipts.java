package io.github.phoneidentity.verification;

import io.github.phoneidentity.sms.DeliveryFeedback;
import io.github.phoneidentity.sms.DeliveryReceipt;
import io.github.phoneidentity.sms.DeliveryReceipt.Outcome;
import io.github.phoneidentity.sms.ReceiptReading;
import io.github.phoneidentity.sms.ReceiptRequest;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/**
 * Takes the receipts of SMS services. One that says that a text was not delivered is a failure that
 * is known later; every other one only counts in the metrics.
 */
public final class DeliveryReceipts {

  private final KeycloakSession session;
  private final CodeOutbox outbox;

  DeliveryReceipts(KeycloakSession session, CodeOutbox outbox) {
    this.session = session;
    this.outbox = outbox;
  }

  /**
   * Takes the receipts in a request to the current realm. Nothing is written for one that is not
   * signed.
   *
   * @param gateway the provider id of the gateway
   * @param query the raw query of the request; null for none
   * @param headers gives the value of a header
   * @param form the decoded fields of a form; empty for any other body
   * @param body the text of any other body
   */
  public ReceiptResult take(
      String gateway,
      @Nullable String query,
      Function<String, Optional<String>> headers,
      Map<String, List<String>> form,
      String body) {
    URI url = ReceiptUrl.requested(session, gateway, query);
    ReceiptReading reading =
        DeliveryFeedback.read(session, gateway, new ReceiptRequest(url, headers, form, body));
    return switch (reading.status()) {
      case SIGNED -> {
        record(gateway, reading.receipts());
        yield ReceiptResult.TAKEN;
      }
      case NOT_SIGNED -> ReceiptResult.NOT_SIGNED;
      case MALFORMED -> ReceiptResult.MALFORMED;
      case NOT_SUPPORTED -> ReceiptResult.UNKNOWN_GATEWAY;
    };
  }

  private void record(String gateway, List<DeliveryReceipt> receipts) {
    RealmModel realm = session.getContext().getRealm();
    receipts.stream()
        .filter(receipt -> receipt.outcome() == Outcome.FAILED)
        .forEach(receipt -> outbox.fail(realm.getId(), gateway, receipt.messageId()));
  }
}
