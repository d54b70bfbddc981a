package io.github.phoneidentity.sms;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Metrics;
import java.util.Locale;
import java.util.Objects;
import org.jboss.logging.Logger;
import org.keycloak.models.KeycloakSession;

/**
 * How gateways and this server notify each other about a text after it was accepted.
 *
 * <p>Metric: counter {@code phone.identity.sms.receipts} by {@code gateway} and {@code outcome}.
 */
public final class DeliveryFeedback {

  private static final Logger LOG = Logger.getLogger(DeliveryFeedback.class);

  private DeliveryFeedback() {}

  /**
   * Tells the gateway of a text that its code was confirmed. A failure is logged.
   *
   * @param session a session without a transaction, so that no database connection is held
   *     meanwhile
   */
  public static void converted(KeycloakSession session, Conversion conversion) {
    SmsGateway gateway = session.getProvider(SmsGateway.class, conversion.gateway());
    if (gateway == null) {
      return;
    }
    try {
      gateway.converted(conversion.id());
    } catch (RuntimeException e) {
      reportFailure(conversion.gateway(), "a conversion", e);
    }
  }

  /** Lets a gateway verify and read a request, and counts the receipts of a signed one. */
  public static ReceiptReading read(
      KeycloakSession session, String gatewayId, ReceiptRequest request) {
    SmsGateway gateway = session.getProvider(SmsGateway.class, gatewayId);
    if (gateway == null) {
      return ReceiptReading.notSupported();
    }
    ReceiptReading reading = read(gateway, gatewayId, request);
    reading.receipts().forEach(receipt -> count(gatewayId, receipt));
    return reading;
  }

  /** A reading that is null is not signed, by the exception. */
  static ReceiptReading read(SmsGateway gateway, String id, ReceiptRequest request) {
    try {
      return Objects.requireNonNull(gateway.receipts(request), "receipts");
    } catch (RuntimeException e) {
      reportFailure(id, "a receipt", e);
      return ReceiptReading.notSigned();
    }
  }

  private static void count(String gatewayId, DeliveryReceipt receipt) {
    Counter.builder("phone.identity.sms.receipts")
        .description("Receipts of SMS services for texts that they had accepted")
        .tag("gateway", gatewayId)
        .tag("outcome", receipt.outcome().name().toLowerCase(Locale.ROOT))
        .register(Metrics.globalRegistry)
        .increment();
  }

  /** The message of the exception is not logged because it could contain a secret. */
  private static void reportFailure(String gatewayId, String subject, RuntimeException e) {
    LOG.errorf("SMS gateway %s failed on %s: %s", gatewayId, subject, e.getClass().getName());
  }
}
