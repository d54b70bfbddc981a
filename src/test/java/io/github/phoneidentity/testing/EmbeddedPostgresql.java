package io.github.phoneidentity.testing;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;

/** PostgreSQL 17 as a process of this machine; it ends with the JVM. */
final class EmbeddedPostgresql {

  /** Two nodes with their pools, and the tests. */
  private static final String CONNECTIONS = "300";

  private static final String USER = "postgres";

  private EmbeddedPostgresql() {}

  static Database start() {
    try {
      EmbeddedPostgres server =
          EmbeddedPostgres.builder()
              .setServerConfig("max_connections", CONNECTIONS)
              .setServerConfig("shared_preload_libraries", "pg_stat_statements")
              .start();
      String url = server.getJdbcUrl(USER, USER);
      return new Database(url, url, USER, USER);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
