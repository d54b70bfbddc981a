package io.github.phoneidentity.events.rabbitmq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.rabbitmq.client.ShutdownSignalException;
import io.github.phoneidentity.LogCapture;
import io.github.phoneidentity.events.jpa.OutboxEvent;
import io.github.phoneidentity.testing.AmqpBroker;
import io.github.phoneidentity.testing.AmqpInbox;
import io.github.phoneidentity.testing.TestCertificate;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.keycloak.common.enums.HostnameVerificationPolicy;
import org.keycloak.truststore.FileTruststoreProvider;
import org.keycloak.truststore.TruststoreProvider;

/**
 * What the relay makes of a broker's answers, and of a broker without answers; without a server.
 */
class BrokerIT {

  private static final InstantSource CLOCK = InstantSource.system();

  /** A hundred of these are more than the kernel keeps for a connection. */
  private static final String LARGE = "x".repeat(50_000);

  private static AmqpBroker amqp;

  @TempDir private Path directory;
  private final ExecutorService closing = Executors.newCachedThreadPool();
  private final Broker broker = broker(amqp.uri("localhost"));
  private AmqpInbox inbox;

  @BeforeAll
  static void startBroker() {
    amqp = AmqpBroker.start();
  }

  @AfterAll
  static void stopBroker() {
    amqp.stop();
  }

  @BeforeEach
  void bind() {
    amqp.remakeExchange();
    inbox = amqp.inbox("acme.#");
  }

  @AfterEach
  void close() {
    broker.close();
    closing.shutdownNow();
    amqp.restore();
    inbox.close();
  }

  @Test
  void eventsArriveWithTheirPropertiesInOrder() throws Exception {
    List<OutboxEvent> events =
        IntStream.range(0, 600).mapToObj(i -> event("user-" + i % 7)).toList();

    assertThat(publish(events)).hasSize(600).containsOnly(Outcome.CONFIRMED);

    Awaitility.await().until(() -> inbox.messages().size() == 600);
    for (int user = 0; user < 7; user++) {
      String subject = "user-" + user;
      assertThat(inbox.about(subject))
          .extracting(AmqpInbox.Message::id)
          .containsExactlyElementsOf(
              events.stream()
                  .filter(event -> event.subject().equals(subject))
                  .map(OutboxEvent::id)
                  .toList());
    }
    AmqpInbox.Message first = inbox.messages().get(0);
    assertThat(first.properties().getContentType()).isEqualTo("application/cloudevents+json");
    assertThat(first.properties().getType()).isEqualTo("io.github.phoneidentity.user.updated");
    assertThat(first.properties().getDeliveryMode()).isEqualTo(2);
    assertThat(first.properties().getAppId()).isEqualTo("keycloak-phone-identity");
    assertThat(first.properties().getTimestamp()).isEqualTo(Instant.ofEpochSecond(7));
  }

  @Test
  void whatNoQueueIsBoundForIsNotPublished() throws Exception {
    amqp.remakeExchange();

    assertThat(publish(List.of(event("a"), event("a"), event("b"))))
        .hasSize(2)
        .doesNotContain(Outcome.CONFIRMED);
  }

  @Test
  void exchangeThatWasDeletedIsDeclaredAgain() throws Exception {
    List<OutboxEvent> events = List.of(event("a"), event("b"));
    assertThat(publish(List.of(event("a")))).containsOnly(Outcome.CONFIRMED);
    amqp.deleteExchange();

    assertThat(publish(events)).isNotEmpty().containsOnly(Outcome.LOST);
    confirms();
    inbox.bind(AmqpBroker.EXCHANGE, "acme.#");
    assertThat(publish(events)).containsOnly(Outcome.CONFIRMED);
  }

  @Test
  void messageThatTheBrokerNeverTakesIsFoundAmongOthers() throws Exception {
    String tooMuch = "x".repeat(2 * 1024 * 1024);

    assertThat(tried(List.of(event("a"), event("large", tooMuch, 0), event("b"))))
        .extracting(tried -> tried.event().subject() + " " + tried.state())
        .containsExactlyInAnyOrder("a PUBLISHED", "large WAITS", "b PUBLISHED");
    assertThat(tried(List.of(event("a"), event("large", tooMuch, 4), event("b"))))
        .extracting(Batch.Tried::state)
        .containsExactly(
            PublicationState.PUBLISHED, PublicationState.PUBLISHED, PublicationState.DEAD);
  }

  @Test
  void messageThatCannotBeWrittenStopsNothing() throws Exception {
    OutboxEvent unwritable =
        new OutboxEvent("id", 0, "realm", "a", "updated", "k".repeat(256), "{}", 7000, 0, 0, false);

    assertThat(publish(List.of(unwritable, event("a"))))
        .containsExactly(Outcome.UNWRITABLE, Outcome.CONFIRMED);
    Awaitility.await().until(() -> inbox.messages().size() == 1);
  }

  @Test
  void silentBrokerKeepsTheRelayForSecondsOnly() throws Exception {
    List<OutboxEvent> events = IntStream.range(0, 500).mapToObj(i -> event("u" + i)).toList();
    Confirms open = confirms();
    amqp.fallSilent();

    Instant begun = CLOCK.instant();
    assertThat(publication(broker).publish(open, events))
        .isNotEmpty()
        .allSatisfy(tried -> assertThat(tried.state()).isEqualTo(PublicationState.UNTOUCHED));
    assertThat(Duration.between(begun, CLOCK.instant())).isLessThan(Duration.ofSeconds(25));
    Awaitility.await().until(() -> broker.confirms().isEmpty());

    amqp.restore();
    assertThat(publish(events)).containsOnly(Outcome.CONFIRMED);
  }

  /** The client's writes have no timeout: they wait for room in the buffers of the connection. */
  @Test
  void networkThatDropsPacketsKeepsTheRelayForSecondsOnly() throws Exception {
    List<OutboxEvent> events =
        IntStream.range(0, 200).mapToObj(i -> event("u" + i % 190, LARGE, 0)).toList();
    Confirms open = confirms();
    amqp.dropPackets();

    Instant begun = CLOCK.instant();
    assertThat(publication(broker).publish(open, events))
        .isNotEmpty()
        .allSatisfy(tried -> assertThat(tried.state()).isEqualTo(PublicationState.UNTOUCHED));
    assertThat(Duration.between(begun, CLOCK.instant())).isLessThan(Duration.ofSeconds(25));
    assertThat(broker.confirms()).as("connection without an answer").isEmpty();

    amqp.restore();
    assertThat(publish(events)).containsOnly(Outcome.CONFIRMED);
    for (int user = 0; user < 10; user++) {
      List<String> sent = List.of(events.get(user).id(), events.get(190 + user).id());
      String subject = "u" + user;
      Awaitility.await().untilAsserted(() -> assertThat(firstArrivals(subject)).isEqualTo(sent));
    }
  }

  private List<String> firstArrivals(String subject) {
    return inbox.about(subject).stream().map(AmqpInbox.Message::id).distinct().toList();
  }

  /** Closing writes to the connection too. */
  @Test
  void closingDoesNotWaitForANetworkThatDropsPackets() throws Exception {
    Confirms open = confirms();
    amqp.dropPackets();
    AtomicInteger sent = new AtomicInteger();
    Thread writing = new Thread(() -> fill(open, sent));
    writing.start();
    AtomicInteger before = new AtomicInteger();
    Awaitility.await("no room in the buffers")
        .pollInterval(Duration.ofSeconds(1))
        .until(() -> sent.get() > 0 && before.getAndSet(sent.get()) == sent.get());
    assertThat(writing.isAlive()).as("a write waits").isTrue();

    try {
      assertTimeoutPreemptively(Duration.ofSeconds(8), broker::close);
    } finally {
      amqp.refuse();
      writing.join();
    }
  }

  private static void fill(Confirms open, AtomicInteger sent) {
    try {
      for (int i = 0; i < 200; i++) {
        open.publish(event("u" + i, LARGE, 0));
        sent.incrementAndGet();
      }
    } catch (IOException | ShutdownSignalException closed) {
      // It is closed while it waits for room.
    }
  }

  @Test
  void brokerIsReachedOverTlsByItsNameAndACertificateThatTheServerTrusts() throws Exception {
    TestCertificate certificate = TestCertificate.forHost("localhost", directory);
    String uri = amqp.uriOverTls("localhost", certificate.server());
    try (Broker secure = broker(uri, trusting(certificate, HostnameVerificationPolicy.DEFAULT))) {
      Confirms open = Awaitility.await().until(secure::confirms, Optional::isPresent).orElseThrow();
      assertThat(publication(secure).publish(open, List.of(event("a"))))
          .extracting(Batch.Tried::outcome)
          .containsExactly(Outcome.CONFIRMED);
    }
  }

  @Test
  void brokerOfAnotherNameIsRefusedUnlessTheServerVerifiesNone() throws Exception {
    TestCertificate certificate = TestCertificate.forHost("localhost", directory);
    String uri = amqp.uriOverTls("127.0.0.1", certificate.server());
    assertThat(refusal(uri, trusting(certificate, HostnameVerificationPolicy.DEFAULT)))
        .contains("cannot be reached", "SSL");
    try (Broker any = broker(uri, trusting(certificate, HostnameVerificationPolicy.ANY))) {
      assertThat(any.confirms()).isPresent();
    }
  }

  @Test
  void certificateThatTheServerDoesNotTrustIsRefused() throws Exception {
    TestCertificate certificate = TestCertificate.forHost("localhost", directory);
    TestCertificate another = TestCertificate.forHost("localhost", directory);
    String uri = amqp.uriOverTls("localhost", certificate.server());
    assertThat(refusal(uri, trusting(another, HostnameVerificationPolicy.DEFAULT)))
        .contains("cannot be reached", "SSL");
    assertThat(refusal(uri, null)).contains("cannot be reached", "SSL");
  }

  /** What operators read of a broker that is not connected to. */
  private String refusal(String uri, TruststoreProvider truststore) {
    try (LogCapture log = LogCapture.of(Broker.class);
        Broker refused = broker(uri, truststore)) {
      assertThat(refused.confirms()).isEmpty();
      return log.lines().toString();
    }
  }

  /** Keycloak's own, as it is made of {@code truststore-paths}. */
  private static TruststoreProvider trusting(
      TestCertificate certificate, HostnameVerificationPolicy policy) throws Exception {
    return new FileTruststoreProvider(
        certificate.trusted(), policy, Map.of(), Map.of(), null, null, null);
  }

  @Test
  void operatorIsToldOfEachChangeOnce() {
    try (LogCapture log = LogCapture.of(Broker.class);
        Broker refused = broker(amqp.uri("localhost", "wrong-password"))) {
      Instant severalTries = CLOCK.instant().plusSeconds(4);
      Awaitility.await()
          .until(() -> refused.confirms().isEmpty() && CLOCK.instant().isAfter(severalTries));
      assertThat(log.lines()).singleElement().asString().contains("WARN", "refuses the login");
      assertThat(log.lines().toString()).doesNotContain("wrong-password");
    }
  }

  @Test
  void twoTroublesAtOnceAreNotToldInTurn() {
    confirms();
    try (LogCapture log = LogCapture.of(Broker.class)) {
      for (int i = 0; i < 5; i++) {
        broker.report(BrokerState.UNROUTABLE, "no queue");
        broker.report(BrokerState.OVERFLOWING, "a queue is full");
      }
      broker.report(BrokerState.CONNECTED, "");
      broker.report(BrokerState.UNROUTABLE, "no queue");

      assertThat(log.lines()).hasSize(4);
    }
  }

  private Confirms confirms() {
    return Awaitility.await().until(broker::confirms, Optional::isPresent).orElseThrow();
  }

  private List<Outcome> publish(List<OutboxEvent> events) throws Exception {
    return tried(events).stream().map(Batch.Tried::outcome).toList();
  }

  private List<Batch.Tried> tried(List<OutboxEvent> events) throws Exception {
    return publication(broker).publish(confirms(), events);
  }

  private static Publication publication(Broker broker) {
    return new Publication(broker, CLOCK, () -> false, Publication.WINDOW);
  }

  private Broker broker(String uri) {
    return broker(uri, null);
  }

  private Broker broker(String uri, TruststoreProvider truststore) {
    RelaySettings settings =
        new RelaySettings(uri, AmqpBroker.EXCHANGE, Duration.ofHours(1), Duration.ofDays(30));
    return Broker.of(settings, truststore, closing, CLOCK);
  }

  private static OutboxEvent event(String subject) {
    return event(subject, "", 0);
  }

  private static OutboxEvent event(String subject, String more, int offences) {
    return new OutboxEvent(
        UUID.randomUUID().toString(),
        0,
        "realm",
        subject,
        "updated",
        "acme.user.updated",
        "{\"subject\":\"" + subject + "\",\"more\":\"" + more + "\"}",
        7000,
        offences,
        offences,
        offences > 0);
  }
}
