package io.github.phoneidentity.events.rabbitmq;

import com.rabbitmq.client.ConnectionFactory;
import java.net.URISyntaxException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Optional;
import org.keycloak.Config;

/**
 * The server options {@code spi-events-listener--rabbitmq--…} of the relay.
 *
 * @param uri {@code amqp://user:password@host:port/vhost}, or {@code amqps} for TLS
 * @param exchange the topic exchange that events are published to; {@code keycloak} by default
 * @param publishedRetention how long published events are kept ({@code published-retention}, in
 *     seconds; an hour by default)
 * @param deadRetention how long dead letters are kept ({@code dead-retention}, in seconds; 30 days
 *     by default)
 */
record RelaySettings(
    String uri, String exchange, Duration publishedRetention, Duration deadRetention) {

  private static final Duration PUBLISHED_RETENTION = Duration.ofHours(1);
  private static final Duration DEAD_RETENTION = Duration.ofDays(30);
  private static final Duration LONGEST_RETENTION = Duration.ofDays(3650);

  /**
   * Reads the options; empty if there is no URI, so that nothing is relayed.
   *
   * @throws IllegalArgumentException if a value is invalid. The message does not contain the value,
   *     because the URI has a password.
   */
  static Optional<RelaySettings> of(Config.Scope options) {
    String uri = options.get("uri");
    if (uri == null) {
      return Optional.empty();
    }
    return Optional.of(
        new RelaySettings(
            validated(uri),
            options.get("exchange", "keycloak"),
            seconds(options, "published-retention", PUBLISHED_RETENTION),
            seconds(options, "dead-retention", DEAD_RETENTION)));
  }

  private static String validated(String uri) {
    try {
      // Validate without TLS, which is set up once the server's truststore is available.
      new ConnectionFactory().setUri(uri.replaceFirst("^(?i)amqps:", "amqp:"));
      return uri;
    } catch (URISyntaxException | GeneralSecurityException | RuntimeException e) {
      throw new IllegalArgumentException(
          "spi-events-listener--rabbitmq--uri is not of the form"
              + " amqp[s]://user:password@host:port/vhost");
    }
  }

  private static Duration seconds(Config.Scope options, String name, Duration otherwise) {
    long seconds = options.getLong(name, otherwise.toSeconds());
    if (seconds < 0 || seconds > LONGEST_RETENTION.toSeconds()) {
      throw new IllegalArgumentException(
          "spi-events-listener--rabbitmq--" + name + " is no number of seconds up to ten years");
    }
    return Duration.ofSeconds(seconds);
  }

  /** The name of the exchange and of the queue for unroutable messages. */
  String unrouted() {
    return exchange + ".unrouted";
  }

  /** Omits the address, which contains a password. */
  @Override
  public String toString() {
    return "relay to exchange " + exchange;
  }
}
