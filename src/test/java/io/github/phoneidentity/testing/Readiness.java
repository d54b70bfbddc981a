package io.github.phoneidentity.testing;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** Waits for {@code /health/ready}: Keycloak says "started" some time before it is. */
final class Readiness {

  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final int LOG_TAIL = 6000;
  private static final HttpClient HTTP =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();

  private Readiness() {}

  static void await(URI management, BooleanSupplier alive, Supplier<String> log) {
    try {
      Awaitility.await("Keycloak is ready")
          .atMost(PATIENCE)
          .pollInterval(Duration.ofMillis(250))
          .failFast("Keycloak ended", () -> !alive.getAsBoolean())
          .until(() -> isReady(management));
    } catch (ConditionTimeoutException | org.awaitility.core.TerminalFailureException e) {
      String text = log.get();
      String tail = text.substring(Math.max(0, text.length() - LOG_TAIL));
      throw new IllegalStateException(e.getMessage() + "; its log ends with:\n" + tail, e);
    }
  }

  private static boolean isReady(URI management) throws InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(management.resolve("/health/ready"))
            .timeout(Duration.ofSeconds(5))
            .build();
    try {
      return HTTP.send(request, BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException notYet) {
      return false;
    }
  }
}
