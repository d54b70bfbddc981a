package io.github.phoneidentity.identity.jpa;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.hibernate.Session;

/**
 * How PostgreSQL plans the statements of a transaction over all users of a realm: a plan that it
 * keeps from a small realm takes hours for a large one. Other databases keep none.
 */
final class QueryPlans {

  private QueryPlans() {}

  /** Has every statement planned for its parameters. */
  static void forceAnew(Session db) {
    onPostgresql(db, "set local plan_cache_mode = force_custom_plan");
  }

  /**
   * Has statements planned once more, and kept again. To force a plan for each parameter would have
   * the checks of references planned for each row that is inserted.
   */
  static void discard(Session db) {
    onPostgresql(db, "set local plan_cache_mode = auto; discard plans");
  }

  /** Counts the rows of a table, which plans depend on. */
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
