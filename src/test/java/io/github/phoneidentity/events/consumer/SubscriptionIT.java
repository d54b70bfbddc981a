package io.github.phoneidentity.events.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.GetResponse;
import io.github.phoneidentity.testing.AmqpBroker;
import io.github.phoneidentity.testing.Unique;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A handler that fails, at a broker. */
class SubscriptionIT {

  private static AmqpBroker broker;

  private final String queue = "q" + Unique.letters(8);
  private final String deadLetters = queue + ".dead-letter";
  private final List<String> handled = new CopyOnWriteArrayList<>();
  private final CountDownLatch begun = new CountDownLatch(1);
  private final CountDownLatch finish = new CountDownLatch(1);
  private Channel channel;
  private Subscription subscription;
  private CompletableFuture<Void> running;

  @BeforeAll
  static void startBroker() {
    broker = AmqpBroker.start();
  }

  @AfterAll
  static void stopBroker() {
    broker.stop();
  }

  @BeforeEach
  void start() throws IOException {
    channel = broker.channel();
    // Declared as the consumer does, so that nothing is missed.
    channel.queueDeclare(queue, true, false, false, Map.of("x-single-active-consumer", true));
    subscription =
        new Subscription(
            ConsumerSettings.from(Map.of("RABBITMQ_URI", broker.uri("localhost"), "QUEUE", queue)),
            this::handle,
            new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
    running =
        CompletableFuture.runAsync(
            () -> {
              try {
                subscription.run();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
  }

  @AfterEach
  void stop() throws IOException {
    subscription.stop();
    running.join();
    channel.abort();
  }

  private void handle(ReceivedEvent event) {
    if (event.payload().contains("slow")) {
      begun.countDown();
      await(finish);
    }
    if (event.payload().contains("error")) {
      throw new StackOverflowError();
    }
    handled.add(event.id());
  }

  @Test
  void errorOfAHandlerMakesADeadLetterAndHoldsNothingUp() throws Exception {
    publish("1", "error");
    publish("2", "{}");

    Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> handled.contains("2"));
    assertThat(awaitDeadLetter().getProps().getHeaders().get("x-exception-message"))
        .asString()
        .contains("StackOverflowError");
  }

  @Test
  void deadLetterIsNotLostWithItsQueue() throws Exception {
    publish("1", "{}");
    Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> handled.contains("1"));
    channel.queueDelete(deadLetters);

    publish("2", "error");

    assertThat(awaitDeadLetter().getProps().getMessageId()).isEqualTo("2");
    channel = broker.channel();
    publish("3", "{}");
    Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> handled.contains("3"));
  }

  @Test
  void messageIsHandledOnceAlthoughTheConnectionIsLostMeanwhile() throws Exception {
    publish("1", "slow");
    await(begun);

    broker.refuse();
    broker.restore();
    channel = broker.channel();
    Awaitility.await("it is back in the queue")
        .atMost(Duration.ofSeconds(30))
        .until(() -> channel.messageCount(queue) == 1);
    Awaitility.await("nobody takes it while it is handled")
        .during(Duration.ofSeconds(2))
        .atMost(Duration.ofSeconds(4))
        .until(() -> channel.messageCount(queue) == 1 && handled.isEmpty());
    finish.countDown();

    publish("2", "{}");
    Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> handled.contains("2"));
    assertThat(handled).containsExactly("1", "2");
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void publish(String id, String payload) throws IOException {
    BasicProperties properties =
        new BasicProperties.Builder()
            .messageId(id)
            .contentType("application/cloudevents+json")
            .build();
    channel.basicPublish("", queue, properties, payload.getBytes(StandardCharsets.UTF_8));
  }

  /** A queue that is not there closes the channel that asks for it. */
  private GetResponse awaitDeadLetter() {
    return Awaitility.await("dead letter")
        .atMost(Duration.ofSeconds(40))
        .ignoreExceptions()
        .until(
            () -> {
              try (Channel own = broker.channel()) {
                return own.basicGet(deadLetters, true);
              }
            },
            message -> message != null);
  }
}
