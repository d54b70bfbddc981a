package io.github.phoneidentity.identity.jpa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.phoneidentity.testing.KeycloakServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;

/** What the server refuses to start on. */
class StartUpIT {

  @Test
  void isolationOtherThanReadCommittedIsRefusedInOneLine() throws SQLException {
    KeycloakServer node = KeycloakServer.shared().secondNode();
    try (Connection database = node.database().connect();
        Statement statement = database.createStatement()) {
      statement.execute("create role repeatable superuser login password 'repeatable'");
      statement.execute(
          "alter role repeatable set default_transaction_isolation = 'repeatable read'");
    }

    // The URL of the embedded PostgreSQL names a user of its own, which would win.
    String url = node.database().urlForServer().replaceAll("[?].*", "");
    assertThatThrownBy(
            () ->
                node.restartWith(
                    "--db-url=" + url, "--db-username=repeatable", "--db-password=repeatable"))
        .hasMessageStartingWith("Keycloak ended");
    // In the whole log: what Keycloak prints while it ends may be long.
    assertThat(node.log().lines())
        .filteredOn(
            line ->
                line.contains(
                    "keycloak-phone-identity: the default transaction isolation of the database"
                        + " is not READ COMMITTED"))
        .hasSize(1);
  }
}
