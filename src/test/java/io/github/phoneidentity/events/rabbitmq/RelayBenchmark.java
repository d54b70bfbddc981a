package io.github.phoneidentity.events.rabbitmq;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.MessageProperties;
import io.github.phoneidentity.benchmark.Pairs;
import io.github.phoneidentity.benchmark.Results;
import io.github.phoneidentity.benchmark.Row;
import io.github.phoneidentity.testing.AmqpBroker;
import io.github.phoneidentity.testing.KeycloakServer;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/**
 * How many events a second leave the outbox, beside a loop that publishes the same messages with
 * the same client and waits for the confirms of as many at once; {@code mvn -Pbenchmark}.
 */
class RelayBenchmark {

  private static final int EVENTS = 20_000;
  private static final int AT_ONCE = 256;
  private static final String KEY = "benchmark.user.updated";
  private static final String PAYLOAD = "{\"data\":\"" + "x".repeat(900) + "\"}";

  @Test
  void relayBesideABareLoop() throws Exception {
    KeycloakServer server = KeycloakServer.shared();
    try (Channel channel = AmqpBroker.shared().channel()) {
      AtomicInteger arrived = new AtomicInteger();
      AtomicLong first = new AtomicLong();
      String queue = channel.queueDeclare().getQueue();
      channel.queueBind(queue, AmqpBroker.EXCHANGE, "benchmark.#");
      channel.basicConsume(
          queue,
          true,
          (tag, delivery) -> {
            if (arrived.getAndIncrement() == 0) {
              first.set(System.nanoTime());
            }
          },
          tag -> {});

      Results.add(
          Row.RELAY,
          Pairs.of(
              1,
              3,
              () -> {
                arrived.set(0);
                insert(server);
                await(arrived);
                return EVENTS * 1e9 / (System.nanoTime() - first.get());
              },
              () -> {
                arrived.set(0);
                double rate = bare();
                await(arrived);
                return rate;
              }));
    }
  }

  private static void await(AtomicInteger arrived) {
    Awaitility.await().atMost(Duration.ofMinutes(2)).until(() -> arrived.get() >= EVENTS);
    assertThat(arrived.get()).isEqualTo(EVENTS);
  }

  /** Messages a second. */
  private static double bare() throws Exception {
    try (Channel channel = AmqpBroker.shared().channel()) {
      channel.confirmSelect();
      long begun = System.nanoTime();
      for (int i = 1; i <= EVENTS; i++) {
        channel.basicPublish(
            AmqpBroker.EXCHANGE,
            KEY,
            true,
            MessageProperties.PERSISTENT_BASIC,
            PAYLOAD.getBytes(StandardCharsets.UTF_8));
        if (i % AT_ONCE == 0) {
          channel.waitForConfirmsOrDie();
        }
      }
      channel.waitForConfirmsOrDie();
      return EVENTS * 1e9 / (System.nanoTime() - begun);
    }
  }

  private static void insert(KeycloakServer server) throws Exception {
    try (Connection connection = server.database().connect();
        Statement statement = connection.createStatement()) {
      statement.executeUpdate(
          "insert into PHONE_IDENTITY_USER_EVENT (ID, REALM_ID, SUBJECT, SHARD, TYPE, ROUTING_KEY,"
              + " PAYLOAD, CREATED_AT, STATE) select gen_random_uuid(), 'none', 's-' || i, i % 16,"
              + " 'updated', '"
              + KEY
              + "', '"
              + PAYLOAD
              + "', 1, 'PENDING' from generate_series(1, "
              + EVENTS
              + ") i");
    }
  }
}
