package io.github.phoneidentity.testing;

import com.github.dockerjava.api.command.StopContainerCmd;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.Network;
import org.testcontainers.containers.startupcheck.OneShotStartupCheckStrategy;
import org.testcontainers.containers.wait.strategy.AbstractWaitStrategy;
import org.testcontainers.containers.wait.strategy.WaitStrategy;
import org.testcontainers.images.builder.Transferable;
import org.testcontainers.postgresql.PostgreSQLContainer;

/** A node in a container, in a new one after each stop; what is left ends with the JVM. */
final class ContainerServer extends ServerNode {

  private static final String HOST = "host.docker.internal";
  private static final String IMPORT = "/opt/keycloak/data/import/realm.json";
  private static final String TRUSTSTORE = "/tmp/trusted.pem";
  private static final String EXPORT = "/tmp/export.json";
  private static final int PORT = 8080;
  private static final int MANAGEMENT_PORT = 9000;
  private static final int STOP_SECONDS = 30;
  private static final Duration RUN = Duration.ofMinutes(6);

  /** What Keycloak takes outside of containers; within, it would be most of the machine. */
  private static final String HEAP = "-Xms64m -Xmx512m";

  /** What is waited for is {@link Readiness}. */
  private static final WaitStrategy AT_ONCE =
      new AbstractWaitStrategy() {
        @Override
        protected void waitUntilReady() {}
      };

  private final Network network;
  private final String image;
  private final StringBuffer log = new StringBuffer();
  private GenericContainer<?> container;

  private ContainerServer(Network network, SmsInbox inbox, Database database, boolean extension) {
    super(inbox, database, extension);
    this.network = network;
    this.image = extension ? BuiltImage.name() : BuiltImage.bare();
    this.container = create();
  }

  static ContainerServer onPostgresql(SmsInbox inbox) {
    Network network = Network.newNetwork();
    return new ContainerServer(network, inbox, startPostgresql(network), true);
  }

  static ContainerServer onEmbeddedDatabase(SmsInbox inbox) {
    return new ContainerServer(Network.newNetwork(), inbox, null, true);
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

  @Override
  ServerNode another() {
    return new ContainerServer(network, smsInbox(), database(), true);
  }

  @Override
  ServerNode bare(Database of) {
    return new ContainerServer(network, smsInbox(), of, false);
  }

  @Override
  void start(List<String> arguments) {
    container.withCommand(arguments.toArray(String[]::new));
    try {
      container.start();
      Readiness.await(managementUrl(), container::isRunning, container::getLogs);
    } catch (RuntimeException e) {
      remove();
      throw e;
    }
  }

  private GenericContainer<?> create() {
    return new GenericContainer<>(image)
        .withEnv(ServerOptions.environment())
        .withEnv("JAVA_OPTS_KC_HEAP", HEAP)
        .withNetwork(network)
        .withExtraHost(HOST, "host-gateway")
        .withExposedPorts(PORT, MANAGEMENT_PORT)
        .waitingFor(AT_ONCE)
        .withLogConsumer(line -> log.append(line.getUtf8String()));
  }

  @Override
  boolean isRunning() {
    return container.isRunning();
  }

  @Override
  public URI baseUrl() {
    return url(PORT);
  }

  @Override
  public URI ownUrl() {
    return URI.create("http://localhost:" + PORT);
  }

  @Override
  public URI managementUrl() {
    return url(MANAGEMENT_PORT);
  }

  private URI url(int port) {
    return URI.create("http://" + container.getHost() + ":" + container.getMappedPort(port));
  }

  @Override
  public String log() {
    return log.toString();
  }

  @Override
  public String hostOfTests() {
    return HOST;
  }

  @Override
  String importFile() {
    return IMPORT;
  }

  @Override
  String truststoreFile() {
    return TRUSTSTORE;
  }

  @Override
  String exportFile() {
    return EXPORT;
  }

  @Override
  String run(List<String> arguments) {
    return run(arguments, container -> container.getLogs());
  }

  @Override
  String run(List<String> arguments, String file) {
    return run(
        arguments,
        container ->
            container.copyFileFromContainer(
                file, text -> new String(text.readAllBytes(), StandardCharsets.UTF_8)));
  }

  private String run(List<String> arguments, Function<GenericContainer<?>, String> result) {
    container
        .withCommand(arguments.toArray(String[]::new))
        .withStartupCheckStrategy(new OneShotStartupCheckStrategy().withTimeout(RUN));
    try {
      container.start();
      return result.apply(container);
    } finally {
      remove();
    }
  }

  @Override
  void put(String text, String file) {
    container.withCopyToContainer(Transferable.of(text), file);
  }

  @Override
  public synchronized void kill() {
    container.getDockerClient().killContainerCmd(container.getContainerId()).exec();
    remove();
  }

  @Override
  public synchronized void stop() {
    if (container.isRunning()) {
      StopContainerCmd stop =
          container.getDockerClient().stopContainerCmd(container.getContainerId());
      stop.withTimeout(STOP_SECONDS).exec();
    }
    remove();
  }

  @Override
  public void collectGarbage() {
    throw new UnsupportedOperationException("Keycloak's image has no jcmd");
  }

  private void remove() {
    container.stop();
    container = create();
  }
}
