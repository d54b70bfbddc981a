package io.github.phoneidentity.testing;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/**
 * RabbitMQ itself, as a process of this machine that has everything of its own under {@code
 * target}: configuration, data, log, Erlang's cookie, ports and port mapper. It shares nothing with
 * a RabbitMQ that the machine may run.
 */
public final class RabbitMqServer implements AmqpServer {

  /** Where Debian has the scripts that run as any user; {@code /usr/sbin} has wrappers for root. */
  private static final Path DEBIAN = Path.of("/usr/lib/rabbitmq/bin");

  private static final Duration LONGEST_START = Duration.ofMinutes(2);

  private final int port;
  private final Path home;
  private final int mapperPort = freePort();
  private final int nodePort = freePort();
  private Process process;

  RabbitMqServer(int port) {
    this.port = port;
    this.home = BuildOutput.target().resolve("rabbitmq-" + port).toAbsolutePath();
  }

  @Override
  public void launch(String username, String password) {
    try {
      HomeDirectory.delete(home);
      Files.createDirectories(home);
      Files.writeString(home.resolve("environment"), "");
      Files.writeString(home.resolve("enabled_plugins"), "[].\n");
      Files.writeString(
          home.resolve("rabbitmq.conf"),
          """
          listeners.tcp.1 = 127.0.0.1:%d
          default_user = %s
          default_pass = %s
          disk_free_limit.absolute = 1MB
          max_message_size = 1048576
          """
              .formatted(port, username, password));
      if (process == null) {
        Runtime.getRuntime().addShutdownHook(new Thread(this::stop));
      }
      process = program("rabbitmq-server").start();
    } catch (IOException e) {
      throw new UncheckedIOException("Is rabbitmq-server installed?", e);
    }
    Awaitility.await("RabbitMQ, whose log is " + home.resolve("console.log"))
        .atMost(LONGEST_START)
        .until(this::answers);
  }

  private boolean answers() {
    if (!process.isAlive()) {
      throw new IllegalStateException("RabbitMQ has ended, see " + home.resolve("console.log"));
    }
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException notYet) {
      return false;
    }
  }

  @Override
  public synchronized void stop() {
    if (process == null || !process.isAlive()) {
      return;
    }
    try {
      control("shutdown");
      if (!process.waitFor(30, TimeUnit.SECONDS)) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
      }
      run(program("epmd", "-kill"));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void setPassword(String username, String password) {
    control("change_password", username, password);
  }

  /** Has it believe that its disk is full: it takes no messages, and says so to who publishes. */
  public void fillDisk() {
    control("set_disk_free_limit", "1000000GB");
  }

  /** Has it believe that there is room again. */
  public void freeDisk() {
    control("set_disk_free_limit", "1MB");
  }

  /** Lets the servers publish messages with such keys alone, by a regular expression of Erlang. */
  public void permitKeys(String pattern) {
    control("set_topic_permissions", AmqpBroker.USERNAME, AmqpBroker.EXCHANGE, pattern, ".*");
  }

  /** Lets the servers publish whatever they like. */
  public void permitAllKeys() {
    control("clear_topic_permissions", AmqpBroker.USERNAME);
  }

  private void control(String... arguments) {
    List<String> command = new ArrayList<>(List.of("rabbitmqctl", "--quiet"));
    command.addAll(List.of(arguments));
    run(program(command.toArray(String[]::new)));
  }

  private static void run(ProcessBuilder program) {
    try {
      Process running = program.start();
      if (!running.waitFor(1, TimeUnit.MINUTES) || running.exitValue() != 0) {
        running.destroyForcibly();
        throw new IllegalStateException(program.command() + " failed");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private ProcessBuilder program(String... command) {
    Path script = DEBIAN.resolve(command[0]);
    if (Files.isExecutable(script)) {
      command[0] = script.toString();
    }
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(environment());
    File log = home.resolve("console.log").toFile();
    return builder.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.appendTo(log));
  }

  private Map<String, String> environment() {
    return Map.ofEntries(
        Map.entry("HOME", home.toString()),
        Map.entry("RABBITMQ_NODENAME", "phone-identity-" + port + "@localhost"),
        Map.entry("RABBITMQ_DIST_PORT", Integer.toString(nodePort)),
        Map.entry("RABBITMQ_CONFIG_FILE", home.resolve("rabbitmq.conf").toString()),
        Map.entry("RABBITMQ_CONF_ENV_FILE", home.resolve("environment").toString()),
        Map.entry("RABBITMQ_ENABLED_PLUGINS_FILE", home.resolve("enabled_plugins").toString()),
        Map.entry("RABBITMQ_MNESIA_BASE", home.resolve("data").toString()),
        Map.entry("RABBITMQ_LOG_BASE", home.resolve("log").toString()),
        Map.entry("RABBITMQ_PID_FILE", home.resolve("pid").toString()),
        Map.entry("ERL_EPMD_ADDRESS", "127.0.0.1"),
        Map.entry("ERL_EPMD_PORT", Integer.toString(mapperPort)));
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
