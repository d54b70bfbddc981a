package io.github.phoneidentity.events.rabbitmq;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.GetResponse;
import io.github.phoneidentity.testing.AmqpBroker;
import io.github.phoneidentity.testing.AmqpInbox;
import io.github.phoneidentity.testing.TestRealm;
import io.github.phoneidentity.testing.TestUser;
import io.github.phoneidentity.testing.UserEvents;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What only RabbitMQ has; {@code mvn verify -Prabbitmq} runs it. */
class RabbitMqIT {

  private static final String UNROUTED = AmqpBroker.UNROUTED;
  private static final Map<String, Object> BOUNDED =
      Map.of("x-max-length-bytes", 64L * 1024 * 1024, "x-overflow", "reject-publish");
  private static final int MEBIBYTE = 1024 * 1024;

  private static final AmqpBroker BROKER = AmqpBroker.shared();

  @AutoClose
  private static final TestRealm REALM =
      TestRealm.create(json -> json.putArray("eventsListeners").add("rabbitmq"));

  private final UserEvents events = new UserEvents(REALM);
  private final TestUser user = TestUser.random();
  private Channel channel;

  @BeforeEach
  void open() throws IOException {
    channel = BROKER.channel();
    // What other tests have bound goes with it; the relay makes it again.
    BROKER.deleteExchange();
    channel.queueDeclare(UNROUTED, true, false, false, BOUNDED);
    channel.queuePurge(UNROUTED);
  }

  /** Other tests need an outbox that becomes empty, and so a queue for every event. */
  @AfterEach
  void restore() throws IOException {
    BROKER.rabbitMq().freeDisk();
    BROKER.rabbitMq().permitAllKeys();
    channel.queuePurge(UNROUTED);
    BROKER.deleteExchange();
    BROKER.drain();
    channel.abort();
  }

  @Test
  void whatNoQueueIsBoundForIsKeptInTheUnroutedQueue() {
    String id = REALM.createUser(user);

    GetResponse message = awaitUnrouted(id);
    assertThat(message.getEnvelope().getRoutingKey()).isEqualTo(REALM.name() + ".user.registered");
    assertThat(message.getProps().getDeliveryMode()).isEqualTo(2);
    soon("settled").until(() -> states(id), List.of("PUBLISHED")::equals);
  }

  @Test
  void fullUnroutedQueueRefusesAndTheRowStays() throws IOException {
    byte[] filler = new byte[MEBIBYTE];
    channel.confirmSelect();
    for (int i = 0; i < 66; i++) {
      channel.basicPublish("", UNROUTED, new BasicProperties(), filler);
    }

    String id = REALM.createUser(user);

    soon("refused").until(() -> reason(id) != null);
    assertThat(states(id)).containsExactly("PENDING");
    channel.queuePurge(UNROUTED);
    awaitUnrouted(id);
    soon("settled").until(() -> states(id), List.of("PUBLISHED")::equals);
  }

  @Test
  void fullDiskHoldsEventsBackAndNoLogins() {
    try (AmqpInbox inbox = BROKER.inbox(REALM.name() + ".user.#")) {
      String id = REALM.createUser(user);
      inbox.await(id, "user.registered");

      long before = blocked();
      BROKER.rabbitMq().fillDisk();
      List<String> ids = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        ids.add(REALM.createUser(TestUser.random()));
      }
      disable(ids.get(0));
      long begun = System.nanoTime();
      assertThat(REALM.passwordGrant(user.username(), user.password()).statusCode()).isEqualTo(200);
      assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(3));
      soon("blocked").until(() -> blocked() > before);
      assertThat(ids).allSatisfy(late -> assertThat(inbox.about(late)).isEmpty());
      assertThat(states(ids.get(0))).doesNotContain("PUBLISHED", "DEAD");

      BROKER.rabbitMq().freeDisk();
      ids.forEach(late -> inbox.await(late, "user.registered"));
      inbox.await(ids.get(0), "user.disabled");
      assertThat(inbox.about(ids.get(0)).stream().map(AmqpInbox.Message::type).distinct())
          .as("in order")
          .containsExactly("user.registered", "user.disabled");
    }
  }

  @Test
  void eventThatMayNotBePublishedKeepsNobodyElseWaiting() {
    try (AmqpInbox inbox = BROKER.inbox(REALM.name() + ".user.#")) {
      String held = REALM.createUser(user);
      inbox.await(held, "user.registered");
      int connections = BROKER.connections();
      BROKER.rabbitMq().permitKeys("^(?!.*user\\.disabled).*$");

      disable(held);
      List<String> others =
          Stream.generate(() -> REALM.createUser(TestUser.random())).limit(20).toList();
      String forbidden = events.last(held).id();

      others.forEach(other -> inbox.await(other, "user.registered"));
      soon("refused").until(() -> String.valueOf(events.reason(forbidden)).contains("refused"));
      assertThat(events.state(forbidden)).isEqualTo("PENDING");
      assertThat(others)
          .allSatisfy(other -> assertThat(events.tries(events.last(other).id())).isZero());
      assertThat(BROKER.connections()).as("one connection").isEqualTo(connections);

      BROKER.rabbitMq().permitAllKeys();
      inbox.await(held, "user.disabled");
    }
  }

  @Test
  void deletedExchangeIsMadeAgainWithItsAlternate() {
    String first = REALM.createUser(user);
    awaitUnrouted(first);

    BROKER.deleteExchange();
    String id = REALM.createUser(TestUser.random());

    awaitUnrouted(id);
    try (AmqpInbox inbox = BROKER.inbox(REALM.name() + ".user.#")) {
      String next = REALM.createUser(TestUser.random());
      inbox.await(next, "user.registered");
    }
  }

  @Test
  void exchangeWithOtherArgumentsIsUsedAsItIsAndWhatItReturnsStays() {
    BROKER.remakeExchange();

    String id = REALM.createUser(user);

    soon("returned").until(() -> reason(id) != null);
    assertThat(states(id)).containsExactly("PENDING");
    try (AmqpInbox inbox = BROKER.inbox(REALM.name() + ".user.#")) {
      Awaitility.await("retry")
          .atMost(Duration.ofMinutes(1))
          .until(() -> !inbox.about(id).isEmpty());
    }
    soon("settled").until(() -> states(id), List.of("PUBLISHED")::equals);
  }

  /** How often the server has logged that the broker blocks its publishers. */
  private static long blocked() {
    String words = BrokerState.BLOCKED.description();
    return REALM.server().log().lines().filter(line -> line.contains(words)).count();
  }

  private static void disable(String id) {
    REALM.admin().body(Map.of("enabled", false)).put("/users/{id}", id).then().statusCode(204);
  }

  private GetResponse awaitUnrouted(String subject) {
    return soon("message about " + subject).until(() -> unrouted(subject), found -> found != null);
  }

  /** The next messages of the queue up to one about this user; null if there is none. */
  private GetResponse unrouted(String subject) {
    try {
      GetResponse message = channel.basicGet(UNROUTED, true);
      while (message != null
          && !new String(message.getBody(), StandardCharsets.UTF_8).contains(subject)) {
        message = channel.basicGet(UNROUTED, true);
      }
      return message;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<String> states(String subject) {
    return events.of(subject).stream().map(event -> events.state(event.id())).toList();
  }

  private String reason(String subject) {
    return events.reason(events.of(subject).get(0).id());
  }

  private static ConditionFactory soon(String what) {
    return Awaitility.await(what).atMost(Duration.ofSeconds(40));
  }
}
