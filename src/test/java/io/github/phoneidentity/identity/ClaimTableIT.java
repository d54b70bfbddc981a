package io.github.phoneidentity.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phoneidentity.testing.KeycloakServer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * What the ledger relies on in the database. If a Keycloak version changes its own side of it, such
 * as the primary key of its attributes, this is where it shows.
 */
class ClaimTableIT {

  private static final String PRIMARY_KEY =
      "select tc.table_name, string_agg(k.column_name, ',' order by k.ordinal_position)"
          + " from information_schema.table_constraints tc"
          + " join information_schema.key_column_usage k using (constraint_schema, constraint_name)"
          + " where tc.constraint_type = 'PRIMARY KEY' and tc.table_name = ?"
          + " group by tc.table_name";

  private static final String REFERENCES =
      "select u.table_name || '(' || u.column_name || ')', r.delete_rule from"
          + " information_schema.referential_constraints r join"
          + " information_schema.table_constraints tc using (constraint_schema, constraint_name)"
          + " join information_schema.constraint_column_usage u using (constraint_schema,"
          + " constraint_name) where tc.table_name = ?";

  @Test
  void oneRowPerRealmKindAndKey() throws SQLException {
    assertThat(query(PRIMARY_KEY, "phone_identity_claim"))
        .containsEntry("phone_identity_claim", "realm_id,kind,claim_key");
  }

  @Test
  void databaseReleasesAClaimWithItsAttributeAndForgetsItWithTheRealm() throws SQLException {
    assertThat(query(REFERENCES, "phone_identity_claim"))
        .containsExactlyInAnyOrderEntriesOf(
            Map.of("user_attribute(id)", "SET NULL", "realm(id)", "CASCADE"));
    assertThat(query(PRIMARY_KEY, "user_attribute")).containsEntry("user_attribute", "id");
  }

  private static Map<String, String> query(String sql, String table) throws SQLException {
    try (Connection database = KeycloakServer.shared().database().connect();
        PreparedStatement query = database.prepareStatement(sql)) {
      query.setString(1, table);
      Map<String, String> rows = new HashMap<>();
      try (ResultSet result = query.executeQuery()) {
        while (result.next()) {
          rows.put(result.getString(1), result.getString(2));
        }
      }
      return rows;
    }
  }
}
