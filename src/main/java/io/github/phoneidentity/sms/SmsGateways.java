package io.github.phoneidentity.sms;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jboss.logging.Logger;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;

/**
 * Sends a text through the first of several gateways that can be reached.
 *
 * <p>Metrics: counter {@code phone.identity.sms.sends} and timer {@code
 * phone.identity.sms.send.duration}, both by {@code gateway} and {@code outcome}.
 */
public final class SmsGateways {

  /**
   * The result of a send.
   *
   * @param result the last result
   * @param acceptedBy the provider id of the gateway that has accepted the text; empty if none has
   * @param conversion by which the gateway wants to be notified that the code was confirmed; empty
   *     if it does not want to be notified
   */
  public record Sent(
      SendResult result, Optional<String> acceptedBy, Optional<Conversion> conversion) {

    static final Sent UNREACHABLE =
        new Sent(SendResult.UNREACHABLE, Optional.empty(), Optional.empty());

    static Sent of(String gateway, Submission submission) {
      return new Sent(
          submission.result(),
          Optional.of(gateway).filter(it -> submission.result() == SendResult.ACCEPTED),
          submission.conversionId().map(id -> new Conversion(gateway, id)));
    }
  }

  private static final Logger LOG = Logger.getLogger(SmsGateways.class);

  /**
   * The maximum duration of a gateway's send: the maximum connect and read timeouts of gateway
   * {@code http}.
   */
  public static final Duration LONGEST_SEND = Duration.ofSeconds(120);

  /** No other gateway is tried later than this after the first one. */
  private static final Duration LAST_TRY = Duration.ofSeconds(60);

  private static final Circuits CIRCUITS = new Circuits(System::nanoTime);

  private SmsGateways() {}

  /** The maximum duration of {@link #send} with these gateways. */
  public static Duration longestSend(KeycloakSession session, List<String> gatewayIds) {
    KeycloakSessionFactory factories = session.getKeycloakSessionFactory();
    return longestSend(
        gatewayIds.stream()
            .map(id -> (SmsGatewayFactory) factories.getProviderFactory(SmsGateway.class, id))
            .filter(Objects::nonNull)
            .map(SmsGatewayFactory::longestSend)
            .toList());
  }

  /** An open circuit changes the order: the longest send may be the last one. */
  static Duration longestSend(List<Duration> sends) {
    Duration start = Duration.ZERO;
    Duration longest = Duration.ZERO;
    for (Duration send : sends.stream().sorted().toList()) {
      longest = longest.compareTo(start.plus(send)) > 0 ? longest : start.plus(send);
      start = start.plus(send).compareTo(LAST_TRY) < 0 ? start.plus(send) : LAST_TRY;
    }
    return longest;
  }

  /**
   * Tries the gateways in their order, those that have failed several times in a row last. Only
   * {@link SendResult#UNREACHABLE} leads to the next one: after any other result another gateway
   * might send the text twice, or send one that was rejected. A gateway that is not installed is
   * unreachable.
   *
   * @param session a session without a transaction, so that no database connection is held
   *     meanwhile
   * @param gatewayIds the provider ids of SPI {@code sms-gateway}, the preferred one first
   * @param receipts the URL of receipts, to which the id of a gateway is to be appended; empty if
   *     the realm's public URL is not known
   * @return the last result; {@link SendResult#UNREACHABLE} if there is no gateway
   */
  public static Sent send(
      KeycloakSession session,
      List<String> gatewayIds,
      SmsMessage message,
      Optional<URI> receipts) {
    return send(
        id -> session.getProvider(SmsGateway.class, id), CIRCUITS, gatewayIds, message, receipts);
  }

  /** Whether the circuit of a gateway is open on this node: it is tried last then. */
  public static boolean isCircuitOpen(String gatewayId) {
    return CIRCUITS.isOpen(gatewayId);
  }

  static Sent send(
      Function<String, SmsGateway> gateways,
      Circuits circuits,
      List<String> gatewayIds,
      SmsMessage message,
      Optional<URI> receipts) {
    long start = System.nanoTime();
    for (String id : circuits.order(gatewayIds)) {
      if (System.nanoTime() - start > LAST_TRY.toNanos()) {
        LOG.warnf("No other SMS gateway is tried for message %s: it is too late", message.id());
        break;
      }
      Optional<SmsGateway> gateway = serving(gateways, id, message);
      if (gateway.isEmpty()) {
        continue;
      }
      circuits.begin(id);
      Submission submission =
          measured(gateway.get(), id, message, receipts.map(url -> url.resolve(id)));
      circuits.record(id, submission.result());
      if (submission.result() != SendResult.UNREACHABLE) {
        return Sent.of(id, submission);
      }
      LOG.warnf("SMS gateway %s could not be reached for message %s", id, message.id());
    }
    return Sent.UNREACHABLE;
  }

  /** The gateway; empty if it cannot send to this number, whatever the reason. */
  private static Optional<SmsGateway> serving(
      Function<String, SmsGateway> gateways, String id, SmsMessage message) {
    try {
      SmsGateway gateway = gateways.apply(id);
      if (gateway == null) {
        LOG.warnf("SMS gateway %s is not installed", id);
      } else if (gateway.serves(message.to())) {
        return Optional.of(gateway);
      } else {
        LOG.warnf("SMS gateway %s cannot send to the country of message %s", id, message.id());
      }
    } catch (RuntimeException e) {
      reportFailure(e, id, message);
    }
    return Optional.empty();
  }

  private static Submission measured(
      SmsGateway gateway, String id, SmsMessage message, Optional<URI> receiptUrl) {
    Timer.Sample sample = Timer.start(Metrics.globalRegistry);
    Submission submission = attempt(gateway, id, message, receiptUrl);
    String outcome = submission.result().name().toLowerCase(Locale.ROOT);
    Tags tags = Tags.of("gateway", id, "outcome", outcome);
    sample.stop(
        Timer.builder("phone.identity.sms.send.duration")
            .description("Time that a gateway took for one text")
            .tags(tags)
            .register(Metrics.globalRegistry));
    Counter.builder("phone.identity.sms.sends")
        .description("Texts that were given to a gateway")
        .tags(tags)
        .register(Metrics.globalRegistry)
        .increment();
    return submission;
  }

  /** A result that is null is unknown, by the exception of the record. */
  private static Submission attempt(
      SmsGateway gateway, String id, SmsMessage message, Optional<URI> receiptUrl) {
    try {
      Submission submission = gateway.submit(message, receiptUrl);
      return submission == null ? Submission.of(SendResult.UNKNOWN) : submission;
    } catch (RuntimeException e) {
      reportFailure(e, id, message);
      return Submission.of(SendResult.UNKNOWN);
    }
  }

  /** The message of the exception is not logged because it could contain the text. */
  private static void reportFailure(RuntimeException e, String id, SmsMessage message) {
    LOG.errorf("SMS gateway %s failed on message %s: %s", id, message.id(), e.getClass().getName());
  }
}
