package io.github.phoneidentity.events.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.GetResponse;
import io.github.phoneidentity.testing.AmqpBroker;
import io.github.phoneidentity.testing.BuildOutput;
import io.github.phoneidentity.testing.Unique;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged jar alone, as a process of its own, at a broker. */
class UserEventLoggerIT {

  private static final String CLOUD_EVENT = "application/cloudevents+json";

  private static AmqpBroker broker;

  @TempDir private Path directory;
  private final String queue = "q" + Unique.letters(8);
  private Channel channel;
  private Process process;

  @BeforeAll
  static void startBroker() {
    broker = AmqpBroker.start();
  }

  @AfterAll
  static void stopBroker() {
    broker.stop();
  }

  @BeforeEach
  void openChannel() {
    channel = broker.channel();
  }

  @AfterEach
  void end() throws IOException {
    broker.restore();
    process.destroyForcibly();
    channel.abort();
  }

  @Test
  void eachEventIsOneLineHoweverOftenItComes() throws Exception {
    startAndAwaitQueue();

    publish("1", "demo.user.registered", "{\"data\":{\"username\":\"minjun\"}}");
    publish("1", "demo.user.registered", "{\"data\":{\"username\":\"minjun\"}}");
    publish("2", "acme%2Ekr.user.deleted", "{\"a\":\"\n\u001b[31m\"}");
    publish("3", "demo.realm.deleted", "{}");

    awaitLine("demo.realm.deleted 3 {}");
    assertThat(lines())
        .containsOnlyOnce("demo.user.registered 1 {\"data\":{\"username\":\"minjun\"}}")
        .contains("acme%2Ekr.user.deleted 2 {\"a\":\"\\u000a\\u001b[31m\"}");
  }

  @Test
  void brokerIsWaitedForAndFoundAgain() throws Exception {
    broker.refuse();
    start();
    awaitLine("Waiting for the broker");
    broker.restore();
    awaitLine("Waiting for events");
    publish("1", "demo.user.registered", "{}");
    awaitLine("demo.user.registered 1 {}");

    broker.refuse();
    long before = count("Waiting for the broker");
    Awaitility.await("reported again").until(() -> count("Waiting for the broker") > before);
    publish("2", "demo.user.updated", "{}");
    broker.restore();

    awaitLine("demo.user.updated 2 {}");
    assertThat(
            lines().stream().filter(line -> line.startsWith("Waiting for the broker")).skip(before))
        .doesNotHaveDuplicates();
    assertThat(lines()).noneMatch(line -> line.contains("password"));
  }

  @Test
  void messageThatFailsTwiceIsADeadLetterAndHoldsNothingUp() throws Exception {
    startAndAwaitQueue();

    publish(null, "demo.user.registered", "no event");
    publish("2", "demo.user.updated", "{}");

    awaitLine("demo.user.updated 2 {}");
    GetResponse dead = channel.basicGet(queue + ".dead-letter", true);
    assertThat(new String(dead.getBody(), StandardCharsets.UTF_8)).isEqualTo("no event");
    assertThat(dead.getEnvelope().getRoutingKey()).isEqualTo("demo.user.registered");
    assertThat(dead.getProps().getHeaders().get("x-exception-message").toString())
        .contains("No message-id");
    assertThat(channel.messageCount(queue)).isZero();
  }

  @Test
  void bindingComesBackWithTheExchange() throws Exception {
    startAndAwaitQueue();
    broker.deleteExchange();
    broker.declareExchange();

    Awaitility.await("event of the new exchange")
        .pollInterval(Duration.ofSeconds(1))
        .atMost(Duration.ofSeconds(40))
        .until(
            () -> {
              publish("1", "demo.user.enabled", "{}");
              return count("demo.user.enabled 1 {}") == 1;
            });
  }

  @Test
  void endsWhenItIsToldToAndTheNextOneGoesOn() throws Exception {
    startAndAwaitQueue();
    publish("1", "demo.user.registered", "{}");
    awaitLine("demo.user.registered 1 {}");

    process.destroy();

    assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(lines()).endsWith("Ended");
    assertThat(channel.messageCount(queue)).isZero();
    publish("2", "demo.user.deleted", "{}");
    startAndAwaitQueue();
    awaitLine("demo.user.deleted 2 {}");
    assertThat(count("demo.user.registered")).isZero();
  }

  @Test
  void missingAddressEndsItWithALineThatSaysSo() throws Exception {
    launch("");

    assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(2);
    assertThat(lines()).singleElement().asString().contains("RABBITMQ_URI");
  }

  private void startAndAwaitQueue() throws IOException {
    start();
    awaitLine("Waiting for events");
  }

  private void start() throws IOException {
    launch(broker.uri("localhost"));
  }

  private void launch(String uri) throws IOException {
    ProcessBuilder command =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            BuildOutput.jar().toString(),
            UserEventLogger.class.getName());
    command.environment().put("RABBITMQ_URI", uri);
    command.environment().put("QUEUE", queue);
    command.redirectErrorStream(true).redirectOutput(log().toFile());
    process = command.start();
  }

  private Path log() {
    return directory.resolve("log");
  }

  private void publish(String id, String key, String payload) throws IOException {
    BasicProperties properties =
        new BasicProperties.Builder().messageId(id).contentType(CLOUD_EVENT).build();
    channel.basicPublish(
        AmqpBroker.EXCHANGE, key, properties, payload.getBytes(StandardCharsets.UTF_8));
  }

  private void awaitLine(String text) {
    Awaitility.await(text)
        .atMost(Duration.ofSeconds(40))
        .failFast("it ended", () -> !process.isAlive())
        .until(() -> count(text) > 0);
  }

  private long count(String text) {
    return lines().stream().filter(line -> line.contains(text)).count();
  }

  private List<String> lines() {
    try {
      return Files.readAllLines(log());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
