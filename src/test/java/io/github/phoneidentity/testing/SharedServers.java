package io.github.phoneidentity.testing;

import java.util.function.Supplier;

/** Starts each server at most once a JVM. */
enum SharedServers implements Supplier<KeycloakServer> {
  POSTGRESQL {
    @Override
    KeycloakServer start() {
      return KeycloakRuntime.current().onPostgresql(SharedServers.INBOX);
    }
  },
  EMBEDDED {
    @Override
    KeycloakServer start() {
      return KeycloakRuntime.current().onEmbeddedDatabase(SharedServers.INBOX);
    }
  };

  private static final SmsInbox INBOX = SmsInbox.start();

  private KeycloakServer running;
  private RuntimeException failure;

  abstract KeycloakServer start();

  @Override
  public synchronized KeycloakServer get() {
    if (failure != null) {
      throw new IllegalStateException("This server did not start for an earlier test", failure);
    }
    if (running == null) {
      try {
        running = start();
      } catch (RuntimeException e) {
        failure = e;
        throw e;
      }
    }
    return running;
  }
}
