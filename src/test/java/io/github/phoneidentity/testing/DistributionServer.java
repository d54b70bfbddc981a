package io.github.phoneidentity.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A node that runs as a process of this machine, from a home directory of its own. */
final class DistributionServer implements KeycloakServer {

  private static final String HOST = "127.0.0.1";

  private final Path home;
  private final Path log;
  private final String verb;
  private final List<String> options;
  private final URI baseUrl;
  private final URI managementUrl;
  private final SmsInbox inbox;
  private final Database database;
  private KeycloakProcess process;
  private DistributionServer second;

  private DistributionServer(
      String name, String verb, List<String> moreOptions, SmsInbox inbox, Database database) {
    Path runs = BuildOutput.target().resolve("keycloak-run");
    int port = freePort();
    int managementPort = freePort();
    this.home = runs.resolve(name);
    this.log = runs.resolve(name + ".log");
    this.verb = verb;
    this.inbox = inbox;
    this.database = database;
    this.baseUrl = URI.create("http://localhost:" + port);
    this.managementUrl = URI.create("http://localhost:" + managementPort);
    log.toFile().delete();
    this.options = new ArrayList<>(moreOptions);
    options.addAll(ServerOptions.start(inbox.url(HOST).toString()));
    options.add("--http-port=" + port);
    options.add("--http-management-port=" + managementPort);
  }

  static DistributionServer onPostgresql(SmsInbox inbox) {
    Database database = EmbeddedPostgresql.start();
    return clusterNode("postgresql-1", inbox, database);
  }

  static DistributionServer onEmbeddedDatabase(SmsInbox inbox) {
    List<String> options = List.of("--health-enabled=true", "--metrics-enabled=true");
    DistributionServer server =
        new DistributionServer("embedded", "start-dev", options, inbox, null);
    BuiltDistribution.unpackWithProviders(server.home);
    server.start();
    return server;
  }

  private static DistributionServer clusterNode(String name, SmsInbox inbox, Database database) {
    Path built = BuiltDistribution.with(ServerOptions.BUILD);
    List<String> options = new ArrayList<>();
    options.add("--optimized");
    options.add("--cache-embedded-network-bind-address=127.0.0.1");
    options.add("--cache-embedded-network-bind-port=" + freePort());
    options.addAll(ServerOptions.database(database));
    DistributionServer node = new DistributionServer(name, "start", options, inbox, database);
    HomeDirectory.copy(built, node.home);
    node.start();
    return node;
  }

  private void start() {
    start(options);
  }

  private void start(List<String> allOptions) {
    process = KeycloakProcess.start(home, verb, allOptions, log, managementUrl);
  }

  @Override
  public URI baseUrl() {
    return baseUrl;
  }

  @Override
  public URI managementUrl() {
    return managementUrl;
  }

  @Override
  public String log() {
    return process.log();
  }

  @Override
  public SmsInbox smsInbox() {
    return inbox;
  }

  @Override
  public String hostOfTests() {
    return HOST;
  }

  @Override
  public Database database() {
    if (database == null) {
      throw new UnsupportedOperationException("The embedded database is the server's alone");
    }
    return database;
  }

  @Override
  public synchronized void restart() {
    stop();
    start();
  }

  @Override
  public synchronized void restartWithImport(String realm) {
    Path file = home.resolve("data").resolve("import").resolve("realm.json");
    stop();
    try {
      Files.createDirectories(file.getParent());
      Files.writeString(file, realm);
      List<String> importing = new ArrayList<>(options);
      importing.add("--import-realm");
      start(importing);
      Files.delete(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public synchronized void kill() {
    process.kill();
  }

  @Override
  public synchronized void stop() {
    process.stop();
  }

  @Override
  public synchronized List<KeycloakServer> nodes() {
    return second == null ? List.of(this) : List.of(this, second);
  }

  @Override
  public synchronized KeycloakServer secondNode() {
    if (second == null) {
      second = clusterNode("postgresql-2", inbox, database());
    } else if (!second.process.isAlive()) {
      second.start();
    }
    return second;
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
