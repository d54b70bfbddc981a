package io.github.phoneidentity.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phoneidentity.testing.Changelog;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** The changelog alone, on PostgreSQL, beside the tables of Keycloak that it refers to. */
class ChangelogIT {

  private static final String KEYCLOAK_COLUMNS =
      "select table_name || '.' || column_name || ' ' || data_type || ' '"
          + " || coalesce(character_maximum_length, 0) || ' ' || is_nullable"
          + " from information_schema.columns where table_schema = 'public'"
          + " and table_name in ('realm', 'user_attribute') order by 1";

  @Test
  void addsItsTablesOnceAndAltersNoneOfKeycloaks() throws Exception {
    try (EmbeddedPostgres postgres = EmbeddedPostgres.start()) {
      DataSource database = postgres.getPostgresDatabase();
      Changelog.makeKeycloaksTables(database);
      List<String> before = query(database, KEYCLOAK_COLUMNS);

      Changelog.update(database);
      Changelog.update(database);

      assertThat(query(database, KEYCLOAK_COLUMNS)).isEqualTo(before);
      assertThat(
              query(
                  database,
                  "select table_name from information_schema.tables where table_schema = 'public'"
                      + " and table_name not like 'databasechangelog%' order by 1"))
          .containsExactly(
              "phone_identity_adopted_value",
              "phone_identity_adoption",
              "phone_identity_challenge",
              "phone_identity_claim",
              "phone_identity_conflict",
              "phone_identity_lease",
              "phone_identity_limit",
              "phone_identity_node",
              "phone_identity_notice",
              "phone_identity_password_change",
              "phone_identity_user_event",
              "phone_identity_user_event_turn",
              "realm",
              "user_attribute");
    }
  }

  private static List<String> query(DataSource database, String query) throws SQLException {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(query)) {
      List<String> rows = new ArrayList<>();
      while (result.next()) {
        rows.add(result.getString(1));
      }
      return rows;
    }
  }
}
