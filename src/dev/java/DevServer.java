import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Runs Keycloak with the jar in the foreground, for {@code mvn -Pdev}. Arguments: the unpacked
 * Keycloak, the jar, the realm to import and, with {@code -Drabbitmq}, a file with the class path
 * of a broker. Data stay in the unpacked Keycloak until it is deleted; a realm that is already
 * there is not imported again.
 */
final class DevServer {

  private static final int HTTP_PORT = 8080;
  private static final int MANAGEMENT_PORT = 9000;
  private static final long STOP_SECONDS = 30;
  private static final String BASE = "http://localhost:" + HTTP_PORT;
  private static final HttpClient HTTP =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();

  private DevServer() {}

  public static void main(String[] arguments) throws IOException, InterruptedException {
    Path home = Path.of(arguments[0]);
    replaceJar(home.resolve("providers"), Path.of(arguments[1]));
    Path imports = Files.createDirectories(home.resolve("data").resolve("import"));
    copy(Path.of(arguments[2]), imports);
    Optional<UserEvents> events =
        arguments.length > 3
            ? Optional.of(UserEvents.start(Path.of(arguments[1]), Path.of(arguments[3])))
            : Optional.empty();
    System.exit(run(home, events));
  }

  /** A jar that is the same is left alone: Keycloak builds itself anew for a newer file. */
  private static void replaceJar(Path providers, Path jar) throws IOException {
    Path target = providers.resolve(jar.getFileName());
    if (Files.exists(target) && Files.mismatch(jar, target) == -1) {
      return;
    }
    try (DirectoryStream<Path> old = Files.newDirectoryStream(providers, "*.jar")) {
      for (Path file : old) {
        Files.delete(file);
      }
    }
    copy(jar, providers);
  }

  private static void copy(Path file, Path directory) throws IOException {
    Files.copy(file, directory.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
  }

  private static int run(Path home, Optional<UserEvents> events)
      throws IOException, InterruptedException {
    boolean windows = System.getProperty("os.name").startsWith("Windows");
    List<String> arguments =
        new ArrayList<>(
            List.of(
                home.resolve("bin").resolve(windows ? "kc.bat" : "kc.sh").toString(),
                "start-dev",
                "--import-realm",
                "--health-enabled=true",
                // H2 refuses a statement after one second at a lock; PostgreSQL waits.
                "--db-url-properties=;AUTO_SERVER=TRUE;LOCK_TIMEOUT=20000",
                // Its passwords are known: only this machine may reach it.
                "--http-host=127.0.0.1",
                "--http-port=" + HTTP_PORT,
                "--http-management-port=" + MANAGEMENT_PORT,
                "--spi-realm-restapi-extension--phone-identity--allow-test-numbers=true"));
    events.ifPresent(running -> arguments.add(UserEvents.OPTION));
    ProcessBuilder command = new ProcessBuilder(arguments);
    Map<String, String> environment = command.environment();
    environment.put("JAVA_HOME", System.getProperty("java.home"));
    environment.putIfAbsent("KC_BOOTSTRAP_ADMIN_USERNAME", "admin");
    environment.putIfAbsent("KC_BOOTSTRAP_ADMIN_PASSWORD", "admin");
    Process keycloak = command.inheritIO().start();
    Runnable end =
        () -> {
          stop(keycloak);
          events.ifPresent(UserEvents::stop);
        };
    Runtime.getRuntime().addShutdownHook(new Thread(end));
    // Maven may be ended without passing it on; Keycloak must not stay behind.
    ProcessHandle.current().parent().ifPresent(maven -> maven.onExit().thenRun(end));
    if (becomesReady(keycloak)) {
      String shown = events.isPresent() ? "Texts (SMS) and user events" : "Texts (SMS)";
      System.out.println(welcome(shown, new DemoAdministrator(environment).describe()));
    }
    return keycloak.waitFor();
  }

  private static void stop(Process keycloak) {
    keycloak.destroy();
    try {
      if (!keycloak.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
        keycloak.descendants().forEach(ProcessHandle::destroyForcibly);
        keycloak.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static boolean becomesReady(Process keycloak) throws InterruptedException {
    HttpRequest health =
        HttpRequest.newBuilder(URI.create("http://localhost:" + MANAGEMENT_PORT + "/health/ready"))
            .timeout(Duration.ofSeconds(5))
            .build();
    while (!keycloak.waitFor(500, TimeUnit.MILLISECONDS)) {
      try {
        if (HTTP.send(health, BodyHandlers.discarding()).statusCode() == 200) {
          return true;
        }
      } catch (IOException notYet) {
        // It does not listen before it has started.
      }
    }
    return false;
  }

  private static String welcome(String shown, String demoAdministrator) {
    return """

    ------------------------------------------------------------------------
    Keycloak is ready. %3$s appear in this console.

      Sign up and log in   %1$s/realms/demo/account
      Administrator there  admin / %2$s
      Administration       %1$s/admin   (admin / admin)

    Ctrl-C ends it. `mvn clean` forgets its users.
    ------------------------------------------------------------------------
    """
        .formatted(BASE, demoAdministrator, shown);
  }

  /** A broker in memory, and the jar's own consumer, which writes each event to this console. */
  private record UserEvents(Process broker, Process consumer) {

    private static final String ADDRESS = "amqp://guest:guest@localhost:5672";
    static final String OPTION = "--spi-events-listener--rabbitmq--uri=" + ADDRESS;

    static UserEvents start(Path jar, Path classPath) throws IOException {
      File log = new File("target", "broker.log");
      ProcessBuilder broker =
          java(
              Files.readString(classPath).strip(),
              "src/dev/java/DevBroker.java",
              "src/dev/amqp-broker.json");
      broker.redirectErrorStream(true).redirectOutput(log);
      ProcessBuilder consumer =
          java(jar.toString(), "io.github.phoneidentity.events.consumer.UserEventLogger");
      consumer.environment().put("RABBITMQ_URI", ADDRESS);
      UserEvents started = new UserEvents(broker.start(), consumer.inheritIO().start());
      started.broker.onExit().thenRun(() -> System.out.println("The broker has ended, see " + log));
      return started;
    }

    private static ProcessBuilder java(String classPath, String... arguments) {
      List<String> command =
          new ArrayList<>(
              List.of(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-cp",
                  classPath));
      command.addAll(List.of(arguments));
      return new ProcessBuilder(command);
    }

    void stop() {
      DevServer.stop(consumer);
      DevServer.stop(broker);
    }
  }

  /**
   * Gives {@code admin} of realm {@code demo} a password, to be changed at the first login. One who
   * has a password keeps it, so that a later start does not undo a change.
   */
  private record DemoAdministrator(Map<String, String> environment) {

    private static final String PRESET = "admin1234";
    private static final String USERS = "/admin/realms/demo/users";

    /** What the reader has to know about the password. */
    String describe() throws InterruptedException {
      String given = environment.getOrDefault("DEMO_ADMIN_PASSWORD", "");
      String password = given.isEmpty() ? PRESET : given;
      try {
        if (!setUnlessThere(password)) {
          return "the password that was set before";
        }
      } catch (IOException e) {
        return "no password was set: " + e.getMessage();
      }
      String shown = given.isEmpty() ? PRESET : "the value of DEMO_ADMIN_PASSWORD";
      return shown + " (to be changed at the first login)";
    }

    private boolean setUnlessThere(String password) throws IOException, InterruptedException {
      String token = token();
      String user = USERS + "/" + find("id", get(token, USERS + "?username=admin&exact=true"));
      if (get(token, user + "/credentials").contains("\"type\":\"password\"")) {
        return false;
      }
      String escaped = password.replace("\\", "\\\\").replace("\"", "\\\"");
      send(
          request(token, user + "/reset-password")
              .header("Content-Type", "application/json")
              .PUT(
                  BodyPublishers.ofString(
                      "{\"type\":\"password\",\"temporary\":true,\"value\":\"%s\"}"
                          .formatted(escaped))));
      return true;
    }

    private String token() throws IOException, InterruptedException {
      String form =
          "grant_type=password&client_id=admin-cli&username=%s&password=%s"
              .formatted(
                  encode(environment.get("KC_BOOTSTRAP_ADMIN_USERNAME")),
                  encode(environment.get("KC_BOOTSTRAP_ADMIN_PASSWORD")));
      String answer =
          send(
              request("/realms/master/protocol/openid-connect/token")
                  .header("Content-Type", "application/x-www-form-urlencoded")
                  .POST(BodyPublishers.ofString(form)));
      return find("access_token", answer);
    }

    private static String get(String token, String path) throws IOException, InterruptedException {
      return send(request(token, path).GET());
    }

    private static HttpRequest.Builder request(String token, String path) {
      return request(path).header("Authorization", "Bearer " + token);
    }

    private static HttpRequest.Builder request(String path) {
      return HttpRequest.newBuilder(URI.create(BASE + path)).timeout(Duration.ofSeconds(30));
    }

    private static String send(HttpRequest.Builder request)
        throws IOException, InterruptedException {
      HttpResponse<String> answer = HTTP.send(request.build(), BodyHandlers.ofString());
      if (answer.statusCode() / 100 != 2) {
        throw new IOException(answer.statusCode() + " from " + answer.uri());
      }
      return answer.body();
    }

    private static String find(String key, String json) throws IOException {
      Matcher value = Pattern.compile("\"" + key + "\":\"([^\"]+)\"").matcher(json);
      if (!value.find()) {
        throw new IOException("no " + key + " in an answer of the server");
      }
      return value.group(1);
    }

    private static String encode(String text) {
      return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
  }
}
