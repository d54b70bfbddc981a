package io.github.phoneidentity;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import io.github.phoneidentity.events.consumer.UserEventLogger;
import io.github.phoneidentity.testing.AmqpBroker;
import io.github.phoneidentity.testing.BuildOutput;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The broker and the consumer that {@code mvn -Pdev -Drabbitmq} runs beside the server. */
class DevUserEventsIT {

  @TempDir private Path directory;
  private final List<Process> running = new ArrayList<>();

  @AfterEach
  void stop() {
    running.forEach(Process::destroyForcibly);
    running.forEach(process -> process.onExit().join());
  }

  @Test
  void userEventIsALineOfTheConsole() throws Exception {
    int port = freePort();
    String address = "amqp://guest:guest@localhost:" + port;
    String settings = Files.readString(Path.of("src/dev/amqp-broker.json"));
    Path moved = directory.resolve("amqp-broker.json");
    Files.writeString(moved, settings.replace("\"5672\"", "\"" + port + "\""));
    java(
        address,
        System.getProperty("java.class.path"),
        "src/dev/java/DevBroker.java",
        moved.toString());
    Path console = java(address, BuildOutput.jar().toString(), UserEventLogger.class.getName());
    await(console, "Waiting for events");

    ConnectionFactory factory = new ConnectionFactory();
    factory.setUri(address);
    try (Connection connection = factory.newConnection()) {
      connection
          .createChannel()
          .basicPublish(
              AmqpBroker.EXCHANGE,
              "demo.user.registered",
              new BasicProperties.Builder()
                  .messageId("1")
                  .contentType("application/cloudevents+json")
                  .build(),
              "{\"subject\":\"9a3e\"}".getBytes(StandardCharsets.UTF_8));
      await(console, "demo.user.registered 1 {\"subject\":\"9a3e\"}");
    }
  }

  /** Runs a program as DevServer does; what it writes is in the file. */
  private Path java(String address, String classPath, String... arguments) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                classPath));
    command.addAll(List.of(arguments));
    Path output = Files.createTempFile(directory, "console", ".log");
    ProcessBuilder program = new ProcessBuilder(command);
    program.environment().put("RABBITMQ_URI", address);
    running.add(program.redirectErrorStream(true).redirectOutput(output.toFile()).start());
    return output;
  }

  private void await(Path console, String line) {
    Awaitility.await(line)
        .atMost(Duration.ofSeconds(60))
        .failFast("a program has exited", () -> !running.stream().allMatch(Process::isAlive))
        .untilAsserted(() -> assertThat(Files.readString(console)).contains(line));
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
