package io.github.phoneidentity.identity;

import io.github.phoneidentity.testing.KeycloakServer;

/** The databases behind which every door is tried. */
enum Storage {
  POSTGRESQL {
    @Override
    KeycloakServer server() {
      return KeycloakServer.shared();
    }
  },
  EMBEDDED {
    @Override
    KeycloakServer server() {
      return KeycloakServer.withEmbeddedDatabase();
    }
  };

  abstract KeycloakServer server();
}
