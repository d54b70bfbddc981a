package io.github.phoneidentity.identity.jpa;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.hibernate.Session;

/**
 * Controls PostgreSQL's plan cache in transactions over all users of a realm: a generic plan that
 * was cached for a small realm takes hours in a large one. Other databases are left alone.
 */
final class QueryPlans {

  private QueryPlans() {}

  /** Plans every statement for its parameters. */
  static void forceCustomPlans(Session db) {
    onPostgresql(db, "set local plan_cache_mode = force_custom_plan");
  }

  /**
   * Discards cached plans and allows caching again: with custom plans, PostgreSQL would plan the
   * foreign key checks for each inserted row.
   */
  static void discard(Session db) {
    onPostgresql(db, "set local plan_cache_mode = auto; discard plans");
  }

  /** Updates the statistics of a table, on which plans depend. */
  static void analyze(Session db, String table) {
    onPostgresql(db, "analyze " + table);
  }

  static boolean isPostgresql(Connection connection) throws SQLException {
    return connection.getMetaData().getDatabaseProductName().equals("PostgreSQL");
  }

  private static void onPostgresql(Session db, String command) {
    db.doWork(
        connection -> {
          if (isPostgresql(connection)) {
            try (Statement statement = connection.createStatement()) {
              statement.execute(command);
            }
          }
        });
  }
}
