package io.github.phoneidentity.testing;

import java.util.List;
import java.util.Map;

/** The options that every test server gets, whatever runs it. */
final class ServerOptions {

  static final String ADMIN_USERNAME = "admin";
  static final String ADMIN_PASSWORD = "admin";
  static final String PEPPER = "pepper-of-the-test-server";

  /** Fixed when the server is built. */
  static final List<String> BUILD =
      List.of("--db=postgres", "--health-enabled=true", "--metrics-enabled=true");

  private ServerOptions() {}

  /**
   * Options for starting: {@code X-Forwarded-For} is believed, so that each browser of a test can
   * have a client address of its own.
   */
  static List<String> start(String smsUrl) {
    return List.of(
        "--http-enabled=true",
        "--hostname-strict=false",
        "--proxy-headers=xforwarded",
        "--log-level=INFO,io.github.phoneidentity:DEBUG",
        "--spi-sms-gateway--http--url=" + smsUrl,
        "--spi-realm-restapi-extension--phone-identity--clean-up-interval=10",
        "--spi-realm-restapi-extension--phone-identity--pepper=" + PEPPER);
  }

  static List<String> database(Database database) {
    return List.of(
        "--db-url=" + database.urlForServer(),
        "--db-username=" + database.username(),
        "--db-password=" + database.password());
  }

  static Map<String, String> environment() {
    return Map.of(
        "KC_BOOTSTRAP_ADMIN_USERNAME", ADMIN_USERNAME,
        "KC_BOOTSTRAP_ADMIN_PASSWORD", ADMIN_PASSWORD);
  }
}
