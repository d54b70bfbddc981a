package io.github.phoneidentity.events.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phoneidentity.LogCapture;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/**
 * What is printed about a broker that resets every connection, as a proxy without a backend does.
 */
class SubscriptionTest {

  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final AtomicInteger attempts = new AtomicInteger();

  @Test
  void attemptsAreNotLogged() throws IOException {
    try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        LogCapture client = LogCapture.of("com.rabbitmq.client")) {
      CompletableFuture<Void> resetting = CompletableFuture.runAsync(() -> reset(listener));
      Subscription subscription =
          new Subscription(
              ConsumerSettings.from(
                  Map.of("RABBITMQ_URI", "amqp://127.0.0.1:" + listener.getLocalPort())),
              event -> {},
              new PrintStream(printed, true, StandardCharsets.UTF_8));
      CompletableFuture<Void> running = CompletableFuture.runAsync(() -> run(subscription));

      Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> attempts.get() >= 3);
      subscription.stop();
      running.join();
      listener.close();
      resetting.join();

      assertThat(client.lines()).allMatch(line -> line.startsWith("FINE"));
      assertThat(printed.toString(StandardCharsets.UTF_8).lines())
          .contains(
              "Waiting for the broker at 127.0.0.1:"
                  + listener.getLocalPort()
                  + ": Connection reset")
          .doesNotHaveDuplicates();
    }
  }

  private void reset(ServerSocket listener) {
    try {
      while (true) {
        try (Socket attempt = listener.accept()) {
          attempt.getInputStream().readNBytes("AMQP".length());
          attempt.setSoLinger(true, 0);
        }
        attempts.incrementAndGet();
      }
    } catch (IOException closed) {
      // The test is over.
    }
  }

  private static void run(Subscription subscription) {
    try {
      subscription.run();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
