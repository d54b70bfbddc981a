import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Runs Keycloak with the jar in the foreground, for {@code mvn -Pdev}. Arguments: the unpacked
 * Keycloak, the jar, the realm to import. Data stay in the unpacked Keycloak until it is deleted; a
 * realm that is already there is not imported again.
 */
final class DevServer {

  private static final int HTTP_PORT = 8080;
  private static final int MANAGEMENT_PORT = 9000;
  private static final long STOP_SECONDS = 30;
  private static final String BASE = "http://localhost:" + HTTP_PORT;

  private DevServer() {}

  public static void main(String[] arguments) throws IOException, InterruptedException {
    Path home = Path.of(arguments[0]);
    replaceJar(home.resolve("providers"), Path.of(arguments[1]));
    Path imports = Files.createDirectories(home.resolve("data").resolve("import"));
    copy(Path.of(arguments[2]), imports);
    System.exit(run(home));
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

  private static int run(Path home) throws IOException, InterruptedException {
    boolean windows = System.getProperty("os.name").startsWith("Windows");
    ProcessBuilder command =
        new ProcessBuilder(
            home.resolve("bin").resolve(windows ? "kc.bat" : "kc.sh").toString(),
            "start-dev",
            "--import-realm",
            "--health-enabled=true",
            // Its passwords are known: only this machine may reach it.
            "--http-host=127.0.0.1",
            "--http-port=" + HTTP_PORT,
            "--http-management-port=" + MANAGEMENT_PORT);
    Map<String, String> environment = command.environment();
    environment.put("JAVA_HOME", System.getProperty("java.home"));
    environment.putIfAbsent("KC_BOOTSTRAP_ADMIN_USERNAME", "admin");
    environment.putIfAbsent("KC_BOOTSTRAP_ADMIN_PASSWORD", "admin");
    environment.putIfAbsent("DEMO_ADMIN_PASSWORD", "admin1234");
    Process keycloak = command.inheritIO().start();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(keycloak)));
    // Maven may be ended without passing it on; Keycloak must not stay behind.
    ProcessHandle.current()
        .parent()
        .ifPresent(maven -> maven.onExit().thenRun(() -> stop(keycloak)));
    if (becomesReady(keycloak)) {
      System.out.println(welcome());
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
    HttpClient http = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
    HttpRequest health =
        HttpRequest.newBuilder(URI.create("http://localhost:" + MANAGEMENT_PORT + "/health/ready"))
            .timeout(Duration.ofSeconds(5))
            .build();
    while (!keycloak.waitFor(500, TimeUnit.MILLISECONDS)) {
      try {
        if (http.send(health, BodyHandlers.discarding()).statusCode() == 200) {
          return true;
        }
      } catch (IOException notYet) {
        // It does not listen before it has started.
      }
    }
    return false;
  }

  private static String welcome() {
    return """

    ------------------------------------------------------------------------
    Keycloak is ready. Texts (SMS) appear in this console.

      Sign up and log in   %1$s/realms/demo/account
      Administration       %1$s/admin   (admin / admin)

    Ctrl-C ends it. `mvn clean` forgets its users.
    ------------------------------------------------------------------------
    """
        .formatted(BASE);
  }
}
