package io.github.phoneidentity.testing;

import java.net.URI;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;

/**
 * A running Keycloak that holds the packaged jar. It is started on first use, shared by all tests
 * of the JVM and stopped when the JVM ends; tests stay apart by a realm of their own.
 */
public interface KeycloakServer {

  /** Where browsers and apps reach it, such as {@code http://localhost:34567}. */
  URI baseUrl();

  /** Where it reaches itself. */
  default URI ownUrl() {
    return baseUrl();
  }

  /** Where {@code /health} and {@code /metrics} are. */
  URI managementUrl();

  /** What it has written to its console since its first start. */
  String log();

  /** The listener that takes the texts of gateway {@code http}. */
  SmsInbox smsInbox();

  /** The name by which it reaches this machine. */
  String hostOfTests();

  /** The database, for statements of a test's own. */
  Database database();

  /**
   * Ends it orderly and starts it again on the same database; addresses may change. An embedded
   * database may be gone.
   */
  void restart();

  /**
   * Ends it orderly and starts it again with {@code --import-realm} and this realm.
   *
   * @param realm a realm's export, as JSON
   * @throws IllegalStateException with the end of its log, if it does not start
   */
  void restartWithImport(String realm);

  /**
   * Ends it orderly and imports a realm by {@code kc.sh import}; it is started again by {@link
   * #restart()}.
   *
   * @param realm a realm's export, as JSON
   * @return what the command has printed
   * @throws IllegalStateException with the end of that, if the command fails
   */
  String importByCommand(String realm);

  /**
   * Ends it orderly and exports a realm by {@code kc.sh export}; it is started again by {@link
   * #restart()}.
   *
   * @param realm the realm's name
   * @return the export, as JSON
   * @throws IllegalStateException with the end of what the command has printed, if it fails
   */
  String exportByCommand(String realm);

  /**
   * Ends it orderly and starts it again with these options, each in place of the one of its name.
   *
   * @throws IllegalStateException with the end of its log, if it does not start
   */
  void restartWith(String... options);

  /**
   * The same, and it trusts these certificates by {@code --truststore-paths}.
   *
   * @param certificates as PEM
   */
  void restartTrusting(String certificates, String... options);

  /** Ends it at once, as a power failure would. */
  void kill();

  /** Ends it orderly; nothing happens if it is not running. */
  void stop();

  /**
   * Another node of the same cluster, started when it is not running. Only the PostgreSQL server
   * has one.
   */
  KeycloakServer secondNode();

  /**
   * Ends all nodes and starts Keycloak without the jar on the same database: to be ended before a
   * node is started again. Only the PostgreSQL server has one.
   */
  KeycloakServer withoutExtension();

  /**
   * Starts Keycloak without the jar on a database of its own, while this node goes on: to be
   * stopped by its user. Only the PostgreSQL server has one.
   */
  KeycloakServer withoutExtensionBeside();

  /** Has its JVM collect garbage, before its memory is measured. */
  void collectGarbage();

  /** This node and the other one, if it was started. */
  List<KeycloakServer> nodes();

  /** What all of them have written: any node may do what comes by the clock. */
  default String logs() {
    return nodes().stream().map(KeycloakServer::log).collect(Collectors.joining());
  }

  /** The same address at this node. */
  default URI at(URI address) {
    return baseUrl().resolve(address.getRawPath() + "?" + address.getRawQuery());
  }

  /** Name of the server's administrator. */
  default String adminUsername() {
    return ServerOptions.ADMIN_USERNAME;
  }

  /** Password of the server's administrator. */
  default String adminPassword() {
    return ServerOptions.ADMIN_PASSWORD;
  }

  /** The server's secret that is not in the database. */
  default String pepper() {
    return ServerOptions.PEPPER;
  }

  /** Waits until the log fulfils the condition. */
  default void awaitLog(Predicate<String> condition) {
    Awaitility.await("server log").until(this::log, condition);
  }

  /** The server of the suite: production mode on PostgreSQL. */
  static KeycloakServer shared() {
    return SharedServers.POSTGRESQL.get();
  }

  /** Development mode on the embedded database, as {@code mvn -Pdev} runs it. */
  static KeycloakServer withEmbeddedDatabase() {
    return SharedServers.EMBEDDED.get();
  }
}
