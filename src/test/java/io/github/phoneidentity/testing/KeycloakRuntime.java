package io.github.phoneidentity.testing;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.testcontainers.DockerClientFactory;

/** How Keycloak and its database are run; chosen by {@code -Dkeycloak.runtime}. */
enum KeycloakRuntime {
  /** Testcontainers on a Docker engine. */
  CONTAINER {
    @Override
    ServerNode onPostgresql(SmsInbox inbox) {
      return ContainerServer.onPostgresql(inbox);
    }

    @Override
    ServerNode onEmbeddedDatabase(SmsInbox inbox) {
      return ContainerServer.onEmbeddedDatabase(inbox);
    }
  },
  /** The distribution that Maven unpacked, and PostgreSQL's own binaries. */
  DISTRIBUTION {
    @Override
    ServerNode onPostgresql(SmsInbox inbox) {
      return DistributionServer.onPostgresql(inbox);
    }

    @Override
    ServerNode onEmbeddedDatabase(SmsInbox inbox) {
      return DistributionServer.onEmbeddedDatabase(inbox);
    }
  };

  private static final Path DOCKER_SOCKET = Path.of("/var/run/docker.sock");

  abstract ServerNode onPostgresql(SmsInbox inbox);

  abstract ServerNode onEmbeddedDatabase(SmsInbox inbox);

  static KeycloakRuntime current() {
    String asked = System.getProperty("keycloak.runtime", "");
    if (!asked.isBlank()) {
      return valueOf(asked.toUpperCase(Locale.ROOT));
    }
    return dockerAnswers() ? CONTAINER : DISTRIBUTION;
  }

  private static boolean dockerAnswers() {
    boolean present = Files.exists(DOCKER_SOCKET) || System.getenv("DOCKER_HOST") != null;
    return present && DockerClientFactory.instance().isDockerAvailable();
  }
}
