package io.github.phoneidentity.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/**
 * nginx with the configuration of {@code docker-compose.yml}, in front of ports of this machine.
 */
public final class NginxContainer implements AutoCloseable {

  private final Path configuration;
  private final String id;
  private final String url;

  private NginxContainer(String configuration) {
    try {
      this.configuration = Files.createTempFile("nginx", ".conf");
      Files.writeString(this.configuration, configuration);
      Files.setPosixFilePermissions(
          this.configuration, PosixFilePermissions.fromString("rw-r--r--"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    this.id =
        docker(
            "run",
            "--detach",
            "--rm",
            "--publish=127.0.0.1::80",
            "--add-host=host.docker.internal:host-gateway",
            "--volume=" + this.configuration + ":/etc/nginx/conf.d/default.conf:ro",
            "nginx:1");
    this.url = "http://" + docker("port", id, "80/tcp").lines().findFirst().orElseThrow();
  }

  /** Starts it with these in the places of the two nodes. */
  public static NginxContainer inFrontOf(int first, int second) {
    String file;
    try {
      file = Files.readString(Path.of("src/compose/nginx/default.conf"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    NginxContainer nginx =
        new NginxContainer(
            file.replace("keycloak-1:8080", "host.docker.internal:" + first)
                .replace("keycloak-2:8080", "host.docker.internal:" + second));
    Awaitility.await("nginx has started").atMost(Duration.ofSeconds(30)).until(nginx::isListening);
    return nginx;
  }

  /** Asks nothing: a request would already be passed on. */
  private boolean isListening() {
    try {
      docker("exec", id, "bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/80");
      return true;
    } catch (IllegalStateException notYet) {
      return false;
    }
  }

  /** Where it listens. */
  public String url() {
    return url;
  }

  /** What it has logged of requests. */
  public String log() {
    return docker("logs", id);
  }

  private static String docker(String... arguments) {
    return Command.run(Map.of(), Stream.concat(Stream.of("docker"), Stream.of(arguments)).toList())
        .strip();
  }

  @Override
  public void close() {
    docker("kill", id);
    try {
      Files.delete(configuration);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
