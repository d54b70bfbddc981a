package io.github.phoneidentity.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Keycloak's command line for administrators, logged in at a server. */
public final class Kcadm implements AutoCloseable {

  private static final String COMMAND =
      BuildOutput.keycloakHome().resolve("bin").resolve("kcadm.sh").toString();

  private final Path home;

  private Kcadm(Path home) {
    this.home = home;
  }

  /** Logs in as the server's administrator. */
  public static Kcadm login(KeycloakServer server) {
    try {
      Kcadm kcadm = new Kcadm(Files.createTempDirectory("kcadm"));
      kcadm.run(
          List.of(COMMAND, "config", "credentials"),
          List.of("--server", server.baseUrl().toString(), "--realm", "master"),
          List.of("--user", server.adminUsername(), "--password", server.adminPassword()));
      return kcadm;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Runs a script that takes the command from {@code KCADM}.
   *
   * @return what it has written
   * @throws IllegalStateException with that, if it fails
   */
  public String script(Path script, String... arguments) {
    return run(List.of("bash", script.toString()), List.of(arguments));
  }

  @SafeVarargs
  private String run(List<String>... command) {
    String options = "-Duser.home=" + home + " -XX:TieredStopAtLevel=1 -XX:+UseSerialGC";
    return Command.run(
        Map.of("KCADM", COMMAND, "KC_OPTS", options),
        List.of(command).stream().flatMap(List::stream).toList());
  }

  @Override
  public void close() {
    HomeDirectory.delete(home);
  }
}
