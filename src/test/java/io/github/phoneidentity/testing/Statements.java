package io.github.phoneidentity.testing;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * How often PostgreSQL has run which statement, by its own count ({@code pg_stat_statements}).
 * Values are not told apart.
 */
public record Statements(Database database) {

  private static final Pattern TRANSACTION =
      Pattern.compile("BEGIN|COMMIT|ROLLBACK|SET LOCAL synchronous_commit .*");

  /**
   * How the clean-up, and nobody else, removes rows: one by one, and many when a minute is over.
   */
  private static final Pattern CLEAN_UP =
      Pattern.compile("delete from PHONE_IDENTITY_(LIMIT|CHALLENGE) where .*");

  /** What the relay does with events that are there: to write one is the business of requests. */
  private static final Pattern RELAY =
      Pattern.compile("(select|update|delete) .*PHONE_IDENTITY_(USER_EVENT|LEASE) .*");

  /** PostgreSQL shows some values of a statement and numbers the others. */
  private static final Pattern VALUE = Pattern.compile("\\$\\d+|'[^']*'|\\b(\\d+|true|false)\\b");

  /**
   * The statements of doing something {@code times} times, each with how often it was run for one
   * time, rounded down: a statement of it is run every time, and what the servers do by the clock
   * meanwhile, such as reading a realm into their cache again, only adds to a count. Their clean-up
   * and relay are left out, and so is what only begins and ends transactions.
   */
  public Map<String, Long> of(int times, Runnable once) {
    forget();
    for (int time = 0; time < times; time++) {
      once.run();
    }
    Map<String, Long> perTime = new TreeMap<>();
    counts().forEach((statement, calls) -> perTime.put(statement, calls / times));
    perTime.values().removeIf(calls -> calls == 0);
    perTime.keySet().removeIf(TRANSACTION.asMatchPredicate());
    perTime.keySet().removeIf(CLEAN_UP.asMatchPredicate());
    perTime.keySet().removeIf(RELAY.asMatchPredicate());
    return perTime;
  }

  private void forget() {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      statement.execute("create extension if not exists pg_stat_statements");
      statement.execute("select pg_stat_statements_reset()");
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  private Map<String, Long> counts() {
    Map<String, Long> counts = new TreeMap<>();
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "select query, sum(calls) from pg_stat_statements s join pg_database d on d.oid ="
                    + " s.dbid where d.datname = current_database() group by query")) {
      while (rows.next()) {
        counts.merge(VALUE.matcher(rows.getString(1)).replaceAll("?"), rows.getLong(2), Long::sum);
      }
      return counts;
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }
}
