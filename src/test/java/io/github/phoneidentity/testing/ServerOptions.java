package io.github.phoneidentity.testing;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The options that every test server gets, whatever runs it. */
final class ServerOptions {

  static final String ADMIN_USERNAME = "admin";
  static final String ADMIN_PASSWORD = "admin";
  static final String AWS_KEY = "AKIDOFTHETESTSERVER";
  static final String PEPPER = "pepper-of-the-test-server";

  /** The arguments of {@code kc.sh} that make what {@link #start} starts on PostgreSQL. */
  static final List<String> BUILD =
      List.of(
          "build",
          "--db=postgres",
          "--health-enabled=true",
          "--metrics-enabled=true",
          "--features=scim-api");

  private static final String BROKER_URI = "--spi-events-listener--rabbitmq--uri=";

  /** A password hash is to take long; only benchmarks ask how long. */
  private static final List<String> FAST_HASHES =
      Boolean.getBoolean("phoneidentity.benchmark")
          ? List.of()
          : List.of(
              "--spi-password-hashing--argon2--memory=64",
              "--spi-password-hashing--argon2--iterations=1");

  private ServerOptions() {}

  /**
   * The arguments for production mode without this project's jar; what they need is built first.
   */
  static List<String> startWithoutExtension(Database database) {
    List<String> arguments = new ArrayList<>(BUILD);
    arguments.set(0, "start");
    arguments.addAll(database(database));
    arguments.addAll(FAST_HASHES);
    arguments.add("--http-enabled=true");
    arguments.add("--hostname-strict=false");
    return arguments;
  }

  /**
   * The arguments of {@code kc.sh} that import a realm's export.
   *
   * @param brokerUri where user events are published
   */
  static List<String> importing(String file, String brokerUri, Database database) {
    List<String> arguments = new ArrayList<>(List.of("import", "--optimized", "--file=" + file));
    arguments.addAll(database(database));
    arguments.add(BROKER_URI + brokerUri);
    arguments.addAll(FAST_HASHES);
    return arguments;
  }

  /** The arguments of {@code kc.sh} that export a realm with its users. */
  static List<String> exporting(String realm, String file, Database database) {
    List<String> arguments =
        new ArrayList<>(List.of("export", "--optimized", "--realm=" + realm, "--file=" + file));
    arguments.addAll(database(database));
    return arguments;
  }

  private static List<String> database(Database database) {
    return List.of(
        "--db-url=" + database.urlForServer(),
        "--db-username=" + database.username(),
        "--db-password=" + database.password());
  }

  /**
   * The arguments of {@code kc.sh} for production mode on a database, or for development mode on
   * the embedded one. {@code X-Forwarded-For} is believed, so that each browser of a test can have
   * a client address of its own.
   *
   * @param brokerUri where user events are published
   * @param database null for the embedded one
   */
  static List<String> start(URI smsUrl, String brokerUri, Database database) {
    List<String> arguments = new ArrayList<>();
    if (database == null) {
      arguments.addAll(
          List.of(
              "start-dev",
              "--health-enabled=true",
              "--metrics-enabled=true",
              "--features=scim-api"));
    } else {
      arguments.addAll(List.of("start", "--optimized"));
      arguments.addAll(database(database));
    }
    arguments.add("--http-enabled=true");
    arguments.add("--hostname-strict=false");
    arguments.add("--proxy-headers=xforwarded");
    arguments.add("--log-level=INFO,io.github.phoneidentity:DEBUG");
    arguments.add("--spi-sms-gateway--http--url=" + smsUrl);
    arguments.add("--spi-sms-gateway--company--url=" + smsUrl);
    arguments.add(BROKER_URI + brokerUri);
    arguments.addAll(FAST_HASHES);
    arguments.add("--spi-realm-restapi-extension--phone-identity--clean-up-interval=10");
    arguments.add("--spi-realm-restapi-extension--phone-identity--pepper=" + PEPPER);
    arguments.add("--spi-realm-restapi-extension--phone-identity--allow-test-numbers=true");
    arguments.add("--spi-events-listener--workflow-event-listener--step-runner-task-interval=5s");
    return arguments;
  }

  static Map<String, String> environment() {
    return Map.of(
        "KC_BOOTSTRAP_ADMIN_USERNAME", ADMIN_USERNAME,
        "KC_BOOTSTRAP_ADMIN_PASSWORD", ADMIN_PASSWORD,
        "AWS_ACCESS_KEY_ID", AWS_KEY,
        "AWS_SECRET_ACCESS_KEY", "secret-of-the-test-server");
  }
}
