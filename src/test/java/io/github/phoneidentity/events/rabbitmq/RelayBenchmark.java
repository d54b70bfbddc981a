package io.github.phoneidentity.events.rabbitmq;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.MessageProperties;
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
 * the same client and waits for the confirms of as many at once; {@code mvn verify -Pbenchmark}.
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

      bare(1000, AT_ONCE);
      double pipelined = bare(EVENTS, AT_ONCE);
      double single = bare(EVENTS / 10, 1);
      Awaitility.await().until(() -> arrived.get() == 1000 + EVENTS + EVENTS / 10);
      for (int round = 1; round <= 3; round++) {
        arrived.set(0);
        insert(server);
        Awaitility.await().atMost(Duration.ofMinutes(2)).until(() -> arrived.get() >= EVENTS);
        double relayed = EVENTS * 1e9 / (System.nanoTime() - first.get());
        System.out.printf(
            "round %d: relay %.0f/s; bare loop %.0f/s with %d at once (relay: %.2f of it), %.0f/s"
                + " one by one (%.2f)%n",
            round, relayed, pipelined, AT_ONCE, relayed / pipelined, single, relayed / single);
        assertThat(arrived.get()).isEqualTo(EVENTS);
      }
    }
  }

  /** Messages a second. */
  private static double bare(int messages, int atOnce) throws Exception {
    try (Channel channel = AmqpBroker.shared().channel()) {
      channel.confirmSelect();
      long begun = System.nanoTime();
      for (int i = 1; i <= messages; i++) {
        channel.basicPublish(
            AmqpBroker.EXCHANGE,
            KEY,
            true,
            MessageProperties.PERSISTENT_BASIC,
            PAYLOAD.getBytes(StandardCharsets.UTF_8));
        if (i % atOnce == 0) {
          channel.waitForConfirmsOrDie();
        }
      }
      channel.waitForConfirmsOrDie();
      return messages * 1e9 / (System.nanoTime() - begun);
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
