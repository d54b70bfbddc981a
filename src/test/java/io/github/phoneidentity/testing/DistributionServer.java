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
final class DistributionServer extends ServerNode {

  private static final String HOST = "127.0.0.1";

  private final Path home;
  private final Path log;
  private final List<String> addresses;
  private final URI baseUrl;
  private final URI managementUrl;
  private KeycloakProcess process;

  private DistributionServer(
      String name,
      List<String> moreAddresses,
      SmsInbox inbox,
      Database database,
      boolean extension) {
    super(inbox, database, extension);
    Path runs = BuildOutput.target().resolve("keycloak-run");
    int port = freePort();
    int managementPort = freePort();
    this.home = runs.resolve(name);
    this.log = runs.resolve(name + ".log");
    this.baseUrl = URI.create("http://localhost:" + port);
    this.managementUrl = URI.create("http://localhost:" + managementPort);
    log.toFile().delete();
    this.addresses = new ArrayList<>(moreAddresses);
    addresses.add("--http-port=" + port);
    addresses.add("--http-management-port=" + managementPort);
  }

  static DistributionServer onPostgresql(SmsInbox inbox) {
    return clusterNode("postgresql-1", inbox, EmbeddedPostgresql.start());
  }

  static DistributionServer onEmbeddedDatabase(SmsInbox inbox) {
    DistributionServer server = new DistributionServer("embedded", List.of(), inbox, null, true);
    BuiltDistribution.unpackWithProviders(server.home);
    return server;
  }

  private static DistributionServer clusterNode(String name, SmsInbox inbox, Database database) {
    Path built = BuiltDistribution.with(ServerOptions.BUILD);
    DistributionServer node = new DistributionServer(name, cluster(), inbox, database, true);
    HomeDirectory.copy(built, node.home);
    return node;
  }

  private static List<String> cluster() {
    return List.of(
        "--cache-embedded-network-bind-address=127.0.0.1",
        "--cache-embedded-network-bind-port=" + freePort());
  }

  @Override
  ServerNode bare(Database of) {
    DistributionServer node =
        new DistributionServer("without-jar", cluster(), smsInbox(), of, false);
    HomeDirectory.copy(BuildOutput.keycloakHome(), node.home);
    return node;
  }

  @Override
  ServerNode another() {
    return clusterNode("postgresql-2", smsInbox(), database());
  }

  @Override
  void start(List<String> arguments) {
    List<String> all = new ArrayList<>(arguments);
    all.addAll(addresses);
    process = KeycloakProcess.start(home, all, log, managementUrl);
  }

  @Override
  boolean isRunning() {
    return process != null && process.isAlive();
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
  public String hostOfTests() {
    return HOST;
  }

  @Override
  String importFile() {
    return home.resolve("data").resolve("import").resolve("realm.json").toString();
  }

  @Override
  String truststoreFile() {
    return home.resolve("trusted.pem").toString();
  }

  @Override
  String exportFile() {
    return home.resolve("export.json").toString();
  }

  @Override
  String run(List<String> arguments) {
    return KeycloakProcess.run(home, arguments, home.resolveSibling("command.log"));
  }

  @Override
  String run(List<String> arguments, String file) {
    run(arguments);
    try {
      return Files.readString(Path.of(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  void put(String text, String name) {
    Path file = Path.of(name);
    try {
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
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
  public synchronized void collectGarbage() {
    process.collectGarbage();
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
