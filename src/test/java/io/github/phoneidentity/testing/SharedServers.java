package io.github.phoneidentity.testing;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Starts each server at most once a JVM. */
enum SharedServers implements Supplier<KeycloakServer> {
  POSTGRESQL {
    @Override
    ServerNode create() {
      return KeycloakRuntime.current().onPostgresql(SharedServers.INBOX);
    }
  },
  EMBEDDED {
    @Override
    ServerNode create() {
      return KeycloakRuntime.current().onEmbeddedDatabase(SharedServers.INBOX);
    }
  };

  static final SmsInbox INBOX = SmsInbox.start();

  private KeycloakServer running;
  private RuntimeException failure;

  abstract ServerNode create();

  /** Every node that was started in this JVM, running or not. */
  static List<KeycloakServer> nodes() {
    return Stream.of(values())
        .map(server -> server.running)
        .filter(Objects::nonNull)
        .flatMap(server -> server.nodes().stream())
        .toList();
  }

  /** The database of the suite, if its server was started. */
  static Optional<Database> database() {
    return Optional.ofNullable(POSTGRESQL.running).map(KeycloakServer::database);
  }

  @Override
  public synchronized KeycloakServer get() {
    if (failure != null) {
      throw new IllegalStateException("This server did not start for an earlier test", failure);
    }
    if (running == null) {
      try {
        ServerNode node = create();
        node.start();
        running = node;
      } catch (RuntimeException e) {
        failure = e;
        throw e;
      }
    }
    return running;
  }
}
