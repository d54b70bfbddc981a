package io.github.phoneidentity.benchmark;

import io.github.phoneidentity.testing.BuildOutput;
import io.github.phoneidentity.testing.KeycloakServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Locale;

/**
 * Where benchmarks put what they have measured: at once into {@code docs/benchmarks.md}, so that
 * nothing is lost if another one fails.
 */
public final class Results {

  private static final Path PAGE = Path.of("docs", "benchmarks.md");

  private Results() {}

  /** Writes the result of a row, in place of an earlier one, and prints it. */
  public static synchronized void add(Row row, Ratio ratio) {
    System.out.printf(
        Locale.ROOT,
        "%n%s: %.3f (%.4g, against %.4g %s), target %s%n",
        row,
        ratio.value(),
        ratio.measured(),
        ratio.against(),
        row.unit(),
        row.target().text());
    try {
      String page = Files.readString(PAGE);
      Files.writeString(
          PAGE,
          new ResultsTable(page).with(row, ratio, LocalDate.now(ZoneOffset.UTC), environment()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What the figures depend on; nothing that identifies the machine. */
  private static String environment() {
    var system =
        (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    return String.format(
        Locale.ROOT,
        "%d processors (%s), %d GB of memory, %s, JDK %d, PostgreSQL %s, Keycloak %s; the large"
            + " realm has %s",
        system.getAvailableProcessors(),
        system.getArch(),
        Math.round(system.getTotalMemorySize() / 1e9),
        system.getName(),
        Runtime.version().feature(),
        postgresql(),
        BuildOutput.keycloakVersion(),
        Sizes.text(Sizes.USERS));
  }

  private static String postgresql() {
    try (Connection connection = KeycloakServer.shared().database().connect()) {
      return connection.getMetaData().getDatabaseProductVersion().replaceFirst(" .*", "");
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
