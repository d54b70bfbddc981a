package io.github.phoneidentity.reference;

import static org.mockito.Mockito.mock;

import io.github.phoneidentity.events.rabbitmq.RelayMetersSample;
import io.github.phoneidentity.limit.Limit;
import io.github.phoneidentity.outbox.DispatcherMetersSample;
import io.github.phoneidentity.sms.DeliveryFeedback;
import io.github.phoneidentity.sms.DeliveryReceipt;
import io.github.phoneidentity.sms.ReceiptReading;
import io.github.phoneidentity.sms.ReceiptRequest;
import io.github.phoneidentity.sms.SendResult;
import io.github.phoneidentity.sms.SmsGateway;
import io.github.phoneidentity.sms.SmsGateways;
import io.github.phoneidentity.sms.SmsMessage;
import io.github.phoneidentity.testing.TestMessage;
import io.github.phoneidentity.verification.VerificationMetersSample;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.keycloak.models.KeycloakSession;

/** The meters that exist after each metric was recorded once. */
final class RecordedMeters {

  private static final Map<String, Meter.Id> METERS = record();

  private RecordedMeters() {}

  /** One meter of each name, sorted. */
  static Stream<Meter.Id> all() {
    return METERS.values().stream();
  }

  private static Map<String, Meter.Id> record() {
    MeterRegistry registry = new SimpleMeterRegistry();
    VerificationMetersSample.record(registry);
    DispatcherMetersSample.record(registry);
    RelayMetersSample.record(registry);
    Metrics.addRegistry(registry);
    try {
      new Limit("realm", "sends-hour", "subject", 1, Duration.ofHours(1)).reportExceeded();
      SmsGateways.send(withGateway(), List.of("log"), TestMessage.of("text"), Optional.empty());
      DeliveryFeedback.read(
          withGateway(),
          "log",
          new ReceiptRequest(
              URI.create("https://example.com"), name -> Optional.empty(), Map.of(), ""));
    } finally {
      Metrics.removeRegistry(registry);
    }
    Map<String, Meter.Id> meters = new TreeMap<>();
    registry.getMeters().stream()
        .map(Meter::getId)
        .filter(id -> id.getName().startsWith("phone.identity."))
        .forEach(id -> meters.put(id.getName(), id));
    return meters;
  }

  private static KeycloakSession withGateway() {
    return mock(KeycloakSession.class, call -> new ReportingGateway());
  }

  private static final class ReportingGateway implements SmsGateway {

    @Override
    public SendResult send(SmsMessage message) {
      return SendResult.ACCEPTED;
    }

    @Override
    public ReceiptReading receipts(ReceiptRequest request) {
      return ReceiptReading.signed(
          List.of(new DeliveryReceipt("message", DeliveryReceipt.Outcome.DELIVERED)));
    }
  }

  /** The name in the format of Prometheus. */
  static String exportedName(Meter.Id meter) {
    String ending =
        switch (meter.getType()) {
          case COUNTER -> "_total";
          case TIMER -> "_seconds";
          default -> "";
        };
    return meter.getName().replace('.', '_') + ending;
  }

  /** The type and the tags. */
  static String kind(Meter.Id meter) {
    String type = meter.getType().name().toLowerCase(Locale.ROOT);
    return meter.getTags().isEmpty()
        ? type
        : meter.getTags().stream()
            .map(Tag::getKey)
            .collect(Collectors.joining("`, `", type + " by `", "`"));
  }
}
