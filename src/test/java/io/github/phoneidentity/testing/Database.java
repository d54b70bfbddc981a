package io.github.phoneidentity.testing;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

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
}
