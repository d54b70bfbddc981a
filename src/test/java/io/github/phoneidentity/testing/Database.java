package io.github.phoneidentity.testing;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.awaitility.Awaitility;

/**
 * The PostgreSQL under a test server.
 *
 * @param url JDBC URL for the test
 * @param urlForServer JDBC URL of the same database as the server reaches it
 * @param username who owns the tables
 * @param password that user's password
 */
public record Database(String url, String urlForServer, String username, String password) {

  /** A new connection in auto-commit mode; the caller closes it. */
  public Connection connect() throws SQLException {
    return DriverManager.getConnection(url, username, password);
  }

  /** Makes an empty database of this name beside this one. */
  Database createBeside(String name) {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute("create database " + name);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    return new Database(named(url, name), named(urlForServer, name), username, password);
  }

  private static String named(String url, String name) {
    return url.replaceFirst("(//[^/]+/)[^?]+", "$1" + name);
  }

  /** What happens while a request waits. */
  @FunctionalInterface
  public interface Meanwhile {

    /**
     * @param held the transaction that the request waits for
     */
    void run(Connection held) throws SQLException;
  }

  /**
   * Stops a request in the middle: it waits at an insert for a row that is written here and not
   * committed.
   *
   * @param row the statement that writes the row
   * @param table what the request inserts into when it has to wait
   * @param meanwhile what is done then; the row is rolled back after it unless it was committed
   * @return what the request gave
   */
  public <T> T stop(String row, String table, Callable<T> request, Meanwhile meanwhile)
      throws SQLException {
    ExecutorService thread = Executors.newSingleThreadExecutor();
    try {
      Future<T> answer;
      try (Connection held = connect();
          Statement statement = held.createStatement()) {
        held.setAutoCommit(false);
        statement.executeUpdate(row);
        answer = thread.submit(request);
        Awaitility.await("the request waits").until(() -> isInsertWaiting(table));
        meanwhile.run(held);
        held.rollback();
      }
      return answer.get(30, TimeUnit.SECONDS);
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      throw new AssertionError(e);
    } finally {
      thread.shutdownNow();
    }
  }

  private boolean isInsertWaiting(String table) throws SQLException {
    try (Connection database = connect();
        Statement statement = database.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "select 1 from pg_stat_activity where wait_event_type = 'Lock' and query ilike"
                    + " 'insert into %s%%'".formatted(table))) {
      return rows.next();
    }
  }
}
