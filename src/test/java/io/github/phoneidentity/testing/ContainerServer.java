package io.github.phoneidentity.testing;

import dasniko.testcontainers.keycloak.KeycloakContainer;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.testcontainers.containers.ContainerLaunchException;
import org.testcontainers.containers.Network;
import org.testcontainers.images.builder.Transferable;
import org.testcontainers.postgresql.PostgreSQLContainer;

/** A node in a container, built and started by the image's own entry point. */
final class ContainerServer implements KeycloakServer {

  private static final String IMAGE = "quay.io/keycloak/keycloak:";
  private static final String HOST = "host.docker.internal";

  private final Network network;
  private final SmsInbox inbox;
  private final Database database;
  private final StringBuffer earlierLog = new StringBuffer();
  private KeycloakContainer container;
  private ContainerServer second;

  private ContainerServer(Network network, SmsInbox inbox, Database database) {
    this.network = network;
    this.inbox = inbox;
    this.database = database;
    start();
  }

  static ContainerServer onPostgresql(SmsInbox inbox) {
    Network network = Network.newNetwork();
    return new ContainerServer(network, inbox, startPostgresql(network));
  }

  static ContainerServer onEmbeddedDatabase(SmsInbox inbox) {
    return new ContainerServer(Network.newNetwork(), inbox, null);
  }

  @SuppressWarnings("resource") // Testcontainers ends it with the JVM
  private static Database startPostgresql(Network network) {
    PostgreSQLContainer postgresql =
        new PostgreSQLContainer("postgres:17")
            .withNetwork(network)
            .withNetworkAliases("postgresql")
            .withCommand(
                "postgres",
                "-c",
                "max_connections=300",
                "-c",
                "shared_preload_libraries=pg_stat_statements");
    postgresql.start();
    return new Database(
        postgresql.getJdbcUrl(),
        "jdbc:postgresql://postgresql/" + postgresql.getDatabaseName(),
        postgresql.getUsername(),
        postgresql.getPassword());
  }

  private void start() {
    create();
    container.start();
  }

  private void create() {
    container = new KeycloakContainer(IMAGE + BuildOutput.keycloakVersion());
    List<String> options = new ArrayList<>(ServerOptions.start(inbox.url(HOST).toString()));
    if (database != null) {
      options.addAll(ServerOptions.BUILD);
      options.addAll(ServerOptions.database(database));
      container.withProductionMode();
    }
    container
        .withAdminUsername(adminUsername())
        .withAdminPassword(adminPassword())
        .withProviderLibsFrom(BuildOutput.providers().stream().map(Path::toFile).toList())
        .withNetwork(network)
        .withExtraHost(HOST, "host-gateway")
        .withStartupTimeout(Duration.ofMinutes(5));
    options.forEach(container::withCustomCommand);
  }

  @Override
  public URI baseUrl() {
    return URI.create("http://" + container.getHost() + ":" + container.getHttpPort());
  }

  @Override
  public URI managementUrl() {
    return URI.create(container.getMgmtServerUrl());
  }

  @Override
  public String log() {
    return earlierLog + (container.isRunning() ? container.getLogs() : "");
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

  /** The container's class adds {@code --import-realm} by itself. */
  @Override
  public synchronized void restartWithImport(String realm) {
    stop();
    create();
    StringBuffer console = new StringBuffer();
    container
        .withCopyToContainer(Transferable.of(realm), "/opt/keycloak/data/import/realm.json")
        .withStartupTimeout(Duration.ofMinutes(2))
        .withLogConsumer(frame -> console.append(frame.getUtf8String()));
    try {
      container.start();
    } catch (ContainerLaunchException e) {
      earlierLog.append(console);
      throw new IllegalStateException(console.toString(), e);
    }
  }

  @Override
  public synchronized void kill() {
    earlierLog.append(container.getLogs());
    container.getDockerClient().killContainerCmd(container.getContainerId()).exec();
    container.stop();
  }

  @Override
  public synchronized void stop() {
    if (container.isRunning()) {
      earlierLog.append(container.getLogs());
      container.getDockerClient().stopContainerCmd(container.getContainerId()).exec();
      container.stop();
    }
  }

  @Override
  public synchronized List<KeycloakServer> nodes() {
    return second == null ? List.of(this) : List.of(this, second);
  }

  @Override
  public synchronized KeycloakServer secondNode() {
    if (second == null) {
      second = new ContainerServer(network, inbox, database());
    } else if (!second.container.isRunning()) {
      second.start();
    }
    return second;
  }
}
