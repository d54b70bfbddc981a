package io.github.phoneidentity.testing;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/**
 * What {@code docker-compose.yml} starts, under a project name and in a network of its own, with
 * its texts coming to the tests' listener. Port 80 of this machine has to be free.
 */
public final class ComposeStack implements AutoCloseable {

  /** The variables without which nothing starts. */
  public static final List<String> REQUIRED =
      List.of(
          "POSTGRES_PASSWORD",
          "RABBITMQ_PASSWORD",
          "KC_BOOTSTRAP_ADMIN_PASSWORD",
          "DEMO_ADMIN_PASSWORD",
          "PHONE_IDENTITY_PEPPER");

  /** What user {@code admin} of realm {@code demo} begins with. */
  public static final String DEMO_ADMIN_PASSWORD = "Demo-admin-1-password";

  /** Everything that stays. */
  public static final List<String> SERVICES =
      List.of("postgresql", "rabbitmq", "consumer", "keycloak-1", "keycloak-2", "nginx");

  /** The name of the project, with which those of its volumes begin. */
  public static final String PROJECT = "phoneidentitytest";

  private static final String STARTED = "{{.State.StartedAt}}";
  private static final String NETWORK = "172.30.76";

  /** The port stands there for REST Assured, which takes localhost without one for 8080. */
  private static final String NGINX = "http://localhost:80";

  private static final Duration START = Duration.ofMinutes(8);

  private final Map<String, String> environment = new HashMap<>();
  private final Map<String, String> started = new HashMap<>();

  private ComposeStack() {
    REQUIRED.forEach(name -> environment.put(name, Unique.letters(20)));
    environment.put("DEMO_ADMIN_PASSWORD", DEMO_ADMIN_PASSWORD);
    environment.put("NETWORK", NETWORK);
    environment.put("SMS_GATEWAY_URL", SharedServers.INBOX.url("host.docker.internal").toString());
  }

  /** Starts everything; what was left by an earlier run is removed first. */
  public static ComposeStack up() {
    ComposeStack stack = new ComposeStack();
    stack.run("down", "--volumes", "--timeout", "5");
    try {
      stack.run("up", "--detach");
      stack.awaitHealthy("nginx");
      SERVICES.forEach(service -> stack.started.put(service, stack.inspect(service, STARTED)));
    } catch (RuntimeException | AssertionError e) {
      String log = stack.run("logs", "--tail", "60");
      stack.close();
      throw new IllegalStateException("The stack did not start:\n" + log, e);
    }
    return stack;
  }

  /** What compose says of a start without this variable; fails if it would start. */
  public static String refusalWithout(String variable) {
    ComposeStack stack = new ComposeStack();
    stack.environment.put(variable, "");
    try {
      stack.run("config", "--quiet");
    } catch (IllegalStateException refused) {
      return refused.getMessage();
    }
    throw new AssertionError("It starts without " + variable);
  }

  /** The realm at {@code http://localhost}, through nginx. */
  public TestRealm realm(String name) {
    return TestRealm.imported(at(NGINX), name);
  }

  /** A realm of a test's own, through nginx. */
  public TestRealm newRealm() {
    return TestRealm.create(at(NGINX), realm -> {});
  }

  /** A node, past nginx. */
  public KeycloakServer node(int number) {
    return at("http://" + NETWORK + ".1" + number + ":8080");
  }

  /** Ends a service in order, as an update does. */
  public void stop(String service) {
    run("stop", service);
  }

  /** Starts it again and waits until it is healthy. */
  public void start(String service) {
    run("start", service);
    awaitHealthy(service);
  }

  /** What a service has written. */
  public String log(String service) {
    return run("logs", "--no-color", service);
  }

  /** When a service was started first. */
  public Instant started(String service) {
    return Instant.parse(started.get(service));
  }

  /** When a service wrote this for the first time. */
  public Instant wrote(String service, String words) {
    return docker("logs", "--timestamps", container(service))
        .lines()
        .filter(line -> line.contains(words))
        .map(line -> Instant.parse(line.substring(0, line.indexOf(' '))))
        .min(Comparator.naturalOrder())
        .orElseThrow(() -> new AssertionError(service + " has not written: " + words));
  }

  /** What its health check says: {@code healthy}, or another word of Docker's. */
  public String health(String service) {
    return inspect(service, "{{if .State.Health}}{{.State.Health.Status}}{{else}}none{{end}}");
  }

  /** The volume that a service has at this path, as {@code type name}. */
  public String volume(String service, String path) {
    String format =
        "{{range .Mounts}}{{if eq .Destination \"%s\"}}{{.Type}} {{.Name}}{{end}}{{end}}";
    return inspect(service, format.formatted(path));
  }

  /** The rows that a query of the database gives, which are of one column. */
  public List<String> query(String sql) {
    return docker(
            "exec",
            container("postgresql"),
            "psql",
            "--username=keycloak",
            "--dbname=keycloak",
            "--no-align",
            "--tuples-only",
            "--command=" + sql)
        .lines()
        .toList();
  }

  private void awaitHealthy(String service) {
    Awaitility.await(service + " is healthy")
        .atMost(START)
        .pollInterval(Duration.ofSeconds(1))
        .until(() -> health(service).equals("healthy"));
  }

  private String inspect(String service, String format) {
    return docker("inspect", "--format", format, container(service)).strip();
  }

  private String container(String service) {
    return run("ps", "--quiet", service).strip();
  }

  private String docker(String... arguments) {
    return Command.run(
        environment, Stream.concat(Stream.of("docker"), Stream.of(arguments)).toList());
  }

  private String run(String... arguments) {
    List<String> command = new ArrayList<>(List.of(program(), "--project-name", PROJECT));
    command.addAll(List.of(arguments));
    return Command.run(environment, command);
  }

  private static String program() {
    return Stream.of(System.getenv("PATH").split(java.io.File.pathSeparator))
        .map(folder -> java.nio.file.Path.of(folder, "docker-compose"))
        .filter(java.nio.file.Files::isExecutable)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no docker-compose on this machine"))
        .toString();
  }

  @Override
  public void close() {
    run("down", "--volumes", "--timeout", "5");
  }

  private KeycloakServer at(String address) {
    return new Address(URI.create(address), environment.get("KC_BOOTSTRAP_ADMIN_PASSWORD"));
  }

  /** What the drivers of journeys have to know of a server that they do not start or stop. */
  private record Address(URI baseUrl, String adminPassword) implements KeycloakServer {

    @Override
    public SmsInbox smsInbox() {
      return SharedServers.INBOX;
    }

    @Override
    public String hostOfTests() {
      return "host.docker.internal";
    }

    @Override
    public URI managementUrl() {
      throw new UnsupportedOperationException();
    }

    @Override
    public String log() {
      throw new UnsupportedOperationException();
    }

    @Override
    public Database database() {
      throw new UnsupportedOperationException();
    }

    @Override
    public void restart() {
      throw new UnsupportedOperationException();
    }

    @Override
    public void restartWithImport(String realm) {
      throw new UnsupportedOperationException();
    }

    @Override
    public String importByCommand(String realm) {
      throw new UnsupportedOperationException();
    }

    @Override
    public String exportByCommand(String realm) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void restartWith(String... options) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void restartTrusting(String certificates, String... options) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void kill() {
      throw new UnsupportedOperationException();
    }

    @Override
    public void stop() {
      throw new UnsupportedOperationException();
    }

    @Override
    public KeycloakServer secondNode() {
      throw new UnsupportedOperationException();
    }

    @Override
    public KeycloakServer withoutExtension() {
      throw new UnsupportedOperationException();
    }

    @Override
    public KeycloakServer withoutExtensionBeside() {
      throw new UnsupportedOperationException();
    }

    @Override
    public void collectGarbage() {
      throw new UnsupportedOperationException();
    }

    @Override
    public List<KeycloakServer> nodes() {
      return List.of(this);
    }
  }
}
