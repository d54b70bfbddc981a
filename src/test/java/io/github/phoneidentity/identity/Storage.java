package io.github.phoneidentity.identity;

import io.github.phoneidentity.testing.KeycloakServer;
import java.util.function.Supplier;

/** The databases with which every write path is tested. */
enum Storage {
  POSTGRESQL(KeycloakServer::shared),
  EMBEDDED(KeycloakServer::withEmbeddedDatabase);

  private final Supplier<KeycloakServer> server;

  Storage(Supplier<KeycloakServer> server) {
    this.server = server;
  }

  KeycloakServer server() {
    return server.get();
  }
}
