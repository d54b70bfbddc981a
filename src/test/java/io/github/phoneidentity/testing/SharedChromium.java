package io.github.phoneidentity.testing;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType.LaunchOptions;
import com.microsoft.playwright.CLI;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The Chromium of this JVM and the Playwright that drives it, which are started once and end with
 * the JVM. It is the Chromium or Chrome that is installed on this machine; where there is none,
 * Playwright downloads its own, once a user account.
 */
final class SharedChromium {

  private static final List<String> NAMES =
      List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable");
  private static final double LONGEST_WAIT = 30_000;

  private static Browser running;
  private static String failure;

  private SharedChromium() {}

  /**
   * The browser.
   *
   * @throws IllegalStateException if there is none and none can be downloaded
   */
  static synchronized Browser get() {
    if (failure != null) {
      throw new IllegalStateException(failure);
    }
    if (running == null) {
      Optional<Path> installed = installed();
      if (installed.isEmpty()) {
        download();
      }
      running = launch(installed);
    }
    return running;
  }

  private static Optional<Path> installed() {
    return Stream.of(System.getenv("PATH").split(File.pathSeparator))
        .flatMap(folder -> NAMES.stream().map(name -> Path.of(folder, name)))
        .filter(Files::isExecutable)
        .findFirst();
  }

  private static Browser launch(Optional<Path> installed) {
    PlaywrightAssertions.setDefaultAssertionTimeout(LONGEST_WAIT);
    // What Playwright would download by itself are the browsers of all makes.
    Playwright playwright =
        Playwright.create(
            new Playwright.CreateOptions()
                .setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "true")));
    Runtime.getRuntime().addShutdownHook(new Thread(playwright::close, "end-of-chromium"));
    // The sandbox does not work for root, and the only pages are the tests' own.
    LaunchOptions options = new LaunchOptions().setChromiumSandbox(false);
    installed.ifPresent(options::setExecutablePath);
    return playwright.chromium().launch(options);
  }

  /** Runs Playwright's own installer, which ends its JVM and does nothing the second time. */
  private static void download() {
    try {
      Command.run(
          Map.of(),
          List.of(
              Path.of(System.getProperty("java.home"), "bin", "java").toString(),
              "-cp",
              System.getProperty("java.class.path"),
              CLI.class.getName(),
              "install",
              "--only-shell",
              "chromium"));
    } catch (IllegalStateException e) {
      String reason =
          e.getMessage().lines().filter(line -> line.startsWith("Error")).findFirst().orElse("");
      failure =
          "No browser for the tests: install Chromium, or let Playwright download one. " + reason;
      throw new IllegalStateException(failure);
    }
  }
}
