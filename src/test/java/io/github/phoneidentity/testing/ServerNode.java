package io.github.phoneidentity.testing;

import java.util.List;

/** A node of either kind: what it was given, and the node that it was joined by. */
abstract class ServerNode implements KeycloakServer {

  private final SmsInbox inbox;
  private final Database database;
  private final boolean extension;
  private ServerNode second;

  /**
   * @param database null for the embedded one
   * @param extension whether it holds the jar
   */
  ServerNode(SmsInbox inbox, Database database, boolean extension) {
    this.inbox = inbox;
    this.database = database;
    this.extension = extension;
  }

  /** Starts it with these arguments of {@code kc.sh}, and comes back when it is ready. */
  abstract void start(List<String> arguments);

  abstract boolean isRunning();

  /** Another one on the same database that does not run yet. */
  abstract ServerNode another();

  /** Keycloak without the jar on this database, that does not run yet. */
  abstract ServerNode bare(Database of);

  /** Writes a file, named as the server sees it, which is there at the next start. */
  abstract void put(String text, String file);

  /** Where {@code --import-realm} finds a realm, as the server sees it. */
  abstract String importFile();

  /** Where certificates are that the server trusts, as the server sees it. */
  abstract String truststoreFile();

  /** Where an export is written, as the server sees it. */
  abstract String exportFile();

  /**
   * Runs {@code kc.sh} with these arguments to its end; its output, or an exception if it fails.
   */
  abstract String run(List<String> arguments);

  /** The same, but gives the text of a file that it has written. */
  abstract String run(List<String> arguments, String file);

  final void start() {
    start(arguments());
  }

  private List<String> arguments() {
    return extension
        ? ServerOptions.start(inbox.url(hostOfTests()), brokerUri(), database)
        : ServerOptions.startWithoutExtension(database);
  }

  private String brokerUri() {
    return AmqpBroker.shared().uri(hostOfTests());
  }

  @Override
  public final SmsInbox smsInbox() {
    return inbox;
  }

  @Override
  public final Database database() {
    if (database == null) {
      throw new UnsupportedOperationException("The embedded database is the server's alone");
    }
    return database;
  }

  @Override
  public final synchronized void restart() {
    stop();
    start();
  }

  @Override
  public final synchronized void restartWithImport(String realm) {
    stop();
    put(realm, importFile());
    List<String> arguments = arguments();
    arguments.add("--import-realm");
    start(arguments);
  }

  @Override
  public final synchronized String importByCommand(String realm) {
    stop();
    put(realm, importFile());
    return run(ServerOptions.importing(importFile(), brokerUri(), database));
  }

  @Override
  public final synchronized String exportByCommand(String realm) {
    stop();
    return run(ServerOptions.exporting(realm, exportFile(), database), exportFile());
  }

  @Override
  public final synchronized void restartWith(String... options) {
    stop();
    start(with(options));
  }

  @Override
  public final synchronized void restartTrusting(String certificates, String... options) {
    stop();
    put(certificates, truststoreFile());
    List<String> arguments = with(options);
    arguments.add("--truststore-paths=" + truststoreFile());
    start(arguments);
  }

  private List<String> with(String... options) {
    List<String> arguments = arguments();
    for (String option : options) {
      arguments.removeIf(given -> given.startsWith(option.substring(0, option.indexOf('=') + 1)));
      arguments.add(option);
    }
    return arguments;
  }

  @Override
  public final synchronized KeycloakServer withoutExtension() {
    nodes().forEach(KeycloakServer::stop);
    ServerNode node = bare(database());
    node.start();
    return node;
  }

  @Override
  public final synchronized KeycloakServer withoutExtensionBeside() {
    ServerNode node = bare(database().createBeside("without_extension"));
    node.start();
    return node;
  }

  @Override
  public final synchronized List<KeycloakServer> nodes() {
    return second == null ? List.of(this) : List.of(this, second);
  }

  @Override
  public final synchronized KeycloakServer secondNode() {
    ServerNode node = second == null ? another() : second;
    if (!node.isRunning()) {
      node.start();
    }
    second = node;
    return second;
  }
}
