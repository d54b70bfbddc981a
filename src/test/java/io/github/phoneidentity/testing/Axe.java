package io.github.phoneidentity.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** Deque's axe-core, which finds violations of WCAG on a page. */
public final class Axe {

  private static final String FOLDER = "/META-INF/resources/webjars/axe-core/";

  private Axe() {}

  /** The ids of the rules that the page violates, and where; empty if there are none. */
  public static String violations(Chromium browser) {
    browser.evaluate(source());
    return browser.evaluate(
        "axe.run({runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']})"
            + ".then(found => found.violations"
            + ".map(rule => rule.id + ': ' + rule.nodes.map(node => node.html).join(' '))"
            + ".join('\\n'))");
  }

  private static String source() {
    try (InputStream in =
        Axe.class.getResourceAsStream(
            FOLDER + System.getProperty("axe-core.version") + "/axe.min.js")) {
      return new String(in.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
