package io.github.phoneidentity.sms;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phoneidentity.LogCapture;
import io.github.phoneidentity.phone.PhoneNumber;
import io.github.phoneidentity.testing.TestMessage;
import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SmsGatewaysTest {

  private static final SmsMessage MESSAGE = TestMessage.of("code 135790");

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final Map<String, SmsGateway> gateways = new HashMap<>();
  private final List<String> tried = new ArrayList<>();
  private final AtomicLong nanos = new AtomicLong();
  private final Circuits circuits = new Circuits(nanos::get);

  @BeforeEach
  void collectMetrics() {
    Metrics.addRegistry(meters);
  }

  @AfterEach
  void stopMetrics() {
    Metrics.removeRegistry(meters);
  }

  @ParameterizedTest
  @EnumSource(value = SendResult.class, mode = EnumSource.Mode.EXCLUDE, names = "UNREACHABLE")
  void everyOutcomeButUnreachableEndsTheSend(SendResult outcome) {
    gateway("first", outcome);
    gateway("second", SendResult.ACCEPTED);

    assertThat(send("first", "second")).isEqualTo(outcome);
    assertThat(tried).containsExactly("first message-1");
  }

  @Test
  void theNextGatewayIsTriedWithTheSameMessageWhenOneIsUnreachable() {
    gateway("first", SendResult.UNREACHABLE);
    gateway("second", SendResult.ACCEPTED);

    assertThat(send("first", "second")).isEqualTo(SendResult.ACCEPTED);
    assertThat(tried).containsExactly("first message-1", "second message-1");
  }

  @ParameterizedTest
  @EnumSource(names = {"UNREACHABLE", "UNKNOWN"})
  void gatewayThatFailsFiveTimesInARowIsTriedLast(SendResult failure) {
    gateway("first", failure);
    gateway("second", SendResult.ACCEPTED);
    for (int i = 0; i < 5; i++) {
      send("first");
    }
    tried.clear();

    assertThat(send("first", "second")).isEqualTo(SendResult.ACCEPTED);
    assertThat(tried).containsExactly("second message-1");
  }

  @Test
  void gatewayThatDoesNotServeTheNumberIsPassedOverAndHasNotFailed() {
    gateways.put(
        "first",
        new SmsGateway() {
          @Override
          public boolean serves(PhoneNumber number) {
            return false;
          }

          @Override
          public SendResult send(SmsMessage message) {
            throw new AssertionError("It serves no number");
          }
        });
    gateway("second", SendResult.ACCEPTED);
    for (int i = 0; i < 6; i++) {
      assertThat(send("first", "second")).isEqualTo(SendResult.ACCEPTED);
    }

    assertThat(circuits.order(List.of("first", "second"))).containsExactly("first", "second");
  }

  @Test
  void openCircuitIsAMetric() {
    gateway("measured", SendResult.UNREACHABLE);
    for (int i = 0; i < 5; i++) {
      send("measured");
    }

    assertThat(circuit("measured")).isEqualTo(1);
    gateway("measured", SendResult.ACCEPTED);
    send("measured");
    assertThat(circuit("measured")).isZero();
  }

  private double circuit(String gateway) {
    return meters.get("phone.identity.sms.circuit.open").tag("gateway", gateway).gauge().value();
  }

  @Test
  void theOnlyGatewayIsAlwaysTried() {
    gateway("first", SendResult.UNREACHABLE);
    for (int i = 0; i < 7; i++) {
      send("first");
    }
    assertThat(tried).hasSize(7);
  }

  @Test
  void failuresThatAnAnswerInterruptsDoNotCount() {
    for (int i = 0; i < 8; i++) {
      gateway("first", i == 4 ? SendResult.REJECTED : SendResult.UNREACHABLE);
      send("first");
    }

    assertThat(circuits.order(List.of("first", "second"))).containsExactly("first", "second");
  }

  @Test
  void oneTextAfterAWhileIsAProbe() {
    gateway("first", SendResult.UNREACHABLE);
    gateway("second", SendResult.ACCEPTED);
    for (int i = 0; i < 5; i++) {
      send("first");
    }
    nanos.addAndGet(Duration.ofSeconds(30).toNanos());
    tried.clear();

    send("second", "first"); // needs no probe
    send("first", "second");
    send("first", "second");

    assertThat(tried)
        .containsExactly(
            "second message-1", "first message-1", "second message-1", "second message-1");
    nanos.addAndGet(Duration.ofSeconds(30).toNanos());
    gateway("first", SendResult.ACCEPTED);
    send("first", "second");
    assertThat(circuits.order(List.of("first", "second"))).containsExactly("first", "second");
  }

  @ParameterizedTest
  @CsvSource({"'', 0", "5, 5", "5+5, 10", "120+1, 121", "50+50+50, 110", "120+120, 180"})
  void longestSendFollowsFromThatOfEachGateway(String gateways, long seconds) {
    List<Duration> sends =
        Stream.of(gateways.split("\\+"))
            .filter(send -> !send.isEmpty())
            .map(send -> Duration.ofSeconds(Long.parseLong(send)))
            .toList();

    assertThat(SmsGateways.longestSend(sends)).hasSeconds(seconds);
  }

  @Test
  void allUnreachableIsUnreachable() {
    gateway("first", SendResult.UNREACHABLE);

    assertThat(send("first", "first")).isEqualTo(SendResult.UNREACHABLE);
    assertThat(send()).isEqualTo(SendResult.UNREACHABLE);
  }

  @Test
  void aGatewayThatIsNotInstalledIsToldAndSkipped() {
    gateway("second", SendResult.ACCEPTED);
    try (LogCapture log = LogCapture.of(SmsGateways.class)) {
      assertThat(send("pigeon", "second")).isEqualTo(SendResult.ACCEPTED);
      assertThat(log.lines()).contains("WARN SMS gateway pigeon is not installed");
    }
  }

  @Test
  void anExceptionIsUnknownAndItsMessageIsNotLogged() {
    gateways.put(
        "first",
        message -> {
          throw new IllegalStateException(message.text() + message.to().e164());
        });
    gateway("second", SendResult.ACCEPTED);
    try (LogCapture log = LogCapture.of(SmsGateways.class)) {
      assertThat(send("first", "second")).isEqualTo(SendResult.UNKNOWN);
      assertThat(log.lines())
          .singleElement()
          .asString()
          .contains("first", "message-1", "IllegalStateException")
          .doesNotContain("135790", "1012345678");
    }
    assertThat(tried).isEmpty();
  }

  @Test
  void gatewayGetsItsOwnReceiptUrlAndNamesTheConversion() {
    gateway("first", SendResult.UNREACHABLE);
    List<Optional<URI>> urls = new ArrayList<>();
    gateways.put(
        "second",
        new SmsGateway() {
          @Override
          public SendResult send(SmsMessage message) {
            throw new AssertionError("It overrides submit");
          }

          @Override
          public Submission submit(SmsMessage message, Optional<URI> receiptUrl) {
            urls.add(receiptUrl);
            return new Submission(SendResult.ACCEPTED, Optional.of("SM1"));
          }
        });
    Optional<URI> receipts = Optional.of(URI.create("https://example.com/receipts/"));

    assertThat(
            SmsGateways.send(
                gateways::get, circuits, List.of("first", "second"), MESSAGE, receipts))
        .isEqualTo(
            new SmsGateways.Sent(
                SendResult.ACCEPTED,
                Optional.of("second"),
                Optional.of(new Conversion("second", "SM1"))));
    assertThat(urls)
        .containsExactly(Optional.of(URI.create("https://example.com/receipts/second")));
  }

  @Test
  void noOutcomeIsUnknown() {
    gateway("first", null);
    assertThat(send("first")).isEqualTo(SendResult.UNKNOWN);
  }

  @Test
  void sendsAreCountedAndTimedByGatewayAndOutcome() {
    gateway("first", SendResult.UNREACHABLE);
    gateway("second", SendResult.ACCEPTED);
    send("first", "second");

    assertThat(
            meters
                .get("phone.identity.sms.sends")
                .tags("gateway", "first", "outcome", "unreachable")
                .counter()
                .count())
        .isEqualTo(1);
    assertThat(
            meters
                .get("phone.identity.sms.send.duration")
                .tags("gateway", "second", "outcome", "accepted")
                .timer()
                .count())
        .isEqualTo(1);
  }

  private void gateway(String id, SendResult outcome) {
    gateways.put(
        id,
        message -> {
          tried.add(id + " " + message.id());
          return outcome;
        });
  }

  private SendResult send(String... ids) {
    return SmsGateways.send(gateways::get, circuits, List.of(ids), MESSAGE, Optional.empty())
        .result();
  }
}
