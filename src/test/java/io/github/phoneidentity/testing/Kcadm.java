package io.github.phoneidentity.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Keycloak's command line for administrators, logged in at a server. Its commands run in one JVM,
 * which is {@code src/dev/java/KcadmSession.java}.
 */
public final class Kcadm implements AutoCloseable {

  private static final Path SESSION = Path.of("src", "dev", "java", "KcadmSession.java");

  /** Has the session run a command, and passes on what it has written and its exit code. */
  private static final String COMMAND =
      """
      #!/usr/bin/env bash
      exec 3<>/dev/tcp/127.0.0.1/%s
      printf '%%s\\0' $# "$@" >&3
      read -r code length <&3
      head -c "$length" <&3
      cat <&3 >&2
      exit "$code"
      """;

  private final Path home;
  private final Path command;
  private final Process session;

  private Kcadm(Path home) throws IOException {
    this.home = home;
    this.command = home.resolve("kcadm.sh");
    this.session = start(home);
    BufferedReader output = session.inputReader();
    String port = output.readLine();
    if (port == null) {
      throw new IOException("The session has ended: " + Files.readString(errors(home)));
    }
    Files.writeString(command, COMMAND.formatted(port));
    command.toFile().setExecutable(true);
  }

  private static Process start(Path home) throws IOException {
    Path client = BuildOutput.keycloakHome().resolve("bin").resolve("client");
    String jar = "keycloak-admin-cli-" + BuildOutput.keycloakVersion() + ".jar";
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-Duser.home=" + home,
            "-Dkc.lib.dir=" + client.resolve("lib"),
            "--add-opens=java.base/java.security=ALL-UNNAMED",
            "--class-path",
            client.resolve(jar).toString(),
            SESSION.toString())
        .redirectError(Redirect.to(errors(home).toFile()))
        .start();
  }

  private static Path errors(Path home) {
    return home.resolve("errors.log");
  }

  /** Logs in as the server's administrator. */
  public static Kcadm login(KeycloakServer server) {
    try {
      Kcadm kcadm = new Kcadm(Files.createTempDirectory("kcadm"));
      kcadm.run(
          List.of(kcadm.command.toString(), "config", "credentials"),
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
  private String run(List<String>... words) {
    return Command.run(
        Map.of("KCADM", command.toString()), Stream.of(words).flatMap(List::stream).toList());
  }

  @Override
  public void close() {
    session.destroyForcibly().onExit().join();
    HomeDirectory.delete(home);
  }
}
