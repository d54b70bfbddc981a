package io.github.phoneidentity.testing;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import java.util.function.Function;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.hibernate.cfg.Configuration;

/** This project's tables on an embedded PostgreSQL of their own, without Keycloak. */
public final class Tables implements AutoCloseable {

  private static final String USER = "postgres";

  private final EmbeddedPostgres postgres;
  private final EntityManagerFactory entities;

  private Tables(EmbeddedPostgres postgres, EntityManagerFactory entities) {
    this.postgres = postgres;
    this.entities = entities;
  }

  /** Starts the database and makes all tables. */
  public static Tables of(Class<?>... entities) throws Exception {
    EmbeddedPostgres postgres = EmbeddedPostgres.start();
    Changelog.makeKeycloaksTables(postgres.getPostgresDatabase());
    Changelog.update(postgres.getPostgresDatabase());
    Configuration configuration =
        new Configuration()
            .setProperty("hibernate.connection.url", postgres.getJdbcUrl(USER, USER))
            .setProperty("hibernate.connection.username", USER);
    Stream.of(entities).forEach(configuration::addAnnotatedClass);
    return new Tables(postgres, configuration.buildSessionFactory());
  }

  public DataSource database() {
    return postgres.getPostgresDatabase();
  }

  /** Runs work in a transaction of its own. */
  public <T> T run(Function<EntityManager, T> work) {
    return entities.callInTransaction(work::apply);
  }

  @Override
  public void close() throws Exception {
    entities.close();
    postgres.close();
  }
}
