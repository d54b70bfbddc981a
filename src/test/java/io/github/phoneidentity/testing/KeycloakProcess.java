package io.github.phoneidentity.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** One {@code kc.sh} and what it started; its console goes to a file. */
final class KeycloakProcess {

  private static final long STOP_SECONDS = 30;
  private static final long RUN_MINUTES = 6;

  private final Path log;
  private final Process process;

  private KeycloakProcess(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  /** Starts Keycloak and comes back when it is ready. */
  static KeycloakProcess start(Path home, List<String> arguments, Path log, URI management) {
    ProcessBuilder command = command(home, arguments);
    command.environment().putAll(ServerOptions.environment());
    command.redirectErrorStream(true).redirectOutput(Redirect.appendTo(log.toFile()));
    try {
      KeycloakProcess started = new KeycloakProcess(command.start(), log);
      Runtime.getRuntime().addShutdownHook(new Thread(started::kill));
      Readiness.await(management, started.process::isAlive, started::log);
      return started;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Runs {@code kc.sh} to its end.
   *
   * @return what it has printed, to {@code log}
   * @throws IllegalStateException with that, if it fails
   */
  static String run(Path home, List<String> arguments, Path log) {
    ProcessBuilder command = command(home, arguments);
    command.redirectErrorStream(true).redirectOutput(log.toFile());
    try {
      Process process = command.start();
      if (!process.waitFor(RUN_MINUTES, TimeUnit.MINUTES) || process.exitValue() != 0) {
        new KeycloakProcess(process, log).kill();
        throw new IllegalStateException(command.command() + " failed:\n" + Files.readString(log));
      }
      return Files.readString(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static ProcessBuilder command(Path home, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(home.resolve("bin").resolve("kc.sh").toString());
    command.addAll(arguments);
    return new ProcessBuilder(command);
  }

  boolean isAlive() {
    return process.isAlive();
  }

  String log() {
    try {
      return Files.readString(log, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** By {@code jcmd} of the tests' own JDK. */
  void collectGarbage() {
    Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
    process
        .descendants()
        .filter(member -> member.info().command().filter(it -> it.endsWith("java")).isPresent())
        .forEach(server -> run(List.of(jcmd.toString(), "" + server.pid(), "GC.run")));
  }

  private static void run(List<String> command) {
    try {
      Process process = new ProcessBuilder(command).redirectOutput(Redirect.DISCARD).start();
      if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
        process.destroyForcibly();
        throw new IllegalStateException(command + " failed");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Asks it to end and waits until it has. */
  void stop() {
    process.destroy();
    try {
      if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
        kill();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      kill();
    }
  }

  /** Ends the Java process first: the script around it only waits for it. */
  void kill() {
    List<ProcessHandle> family = process.descendants().toList();
    family.forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    family.forEach(member -> member.onExit().join());
    process.onExit().join();
  }
}
