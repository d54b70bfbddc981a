package io.github.phoneidentity.events.consumer;

import com.rabbitmq.client.ConnectionFactory;
import java.net.URISyntaxException;
import java.security.GeneralSecurityException;
import java.security.KeyManagementException;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;

/**
 * Where the events come from.
 *
 * @param broker how the broker is reached
 * @param exchange the topic exchange that Keycloak publishes to
 * @param queue this consumer's own queue; several processes with one queue take turns
 * @param bindings the routing keys that the queue gets, with the wildcards of AMQP
 */
record ConsumerSettings(
    ConnectionFactory broker, String exchange, String queue, List<String> bindings) {

  private static final int TIMEOUT = 10_000;
  private static final int HEARTBEAT_SECONDS = 20;

  /**
   * The settings of a process.
   *
   * <ul>
   *   <li>{@code RABBITMQ_URI}: {@code amqp://user:password@host:5672/vhost}, or {@code amqps://…}
   *       for TLS with the JVM's truststore; required
   *   <li>{@code EXCHANGE}: {@code keycloak}
   *   <li>{@code QUEUE}: {@code user-event-logger}
   *   <li>{@code BINDING}: routing keys, separated by commas: {@code *.user.*,*.realm.deleted}
   * </ul>
   *
   * @throws IllegalArgumentException with a message for the operator, without any password
   */
  static ConsumerSettings from(Map<String, String> environment) {
    return new ConsumerSettings(
        broker(environment.getOrDefault("RABBITMQ_URI", "")),
        setting(environment, "EXCHANGE", "keycloak"),
        setting(environment, "QUEUE", "user-event-logger"),
        Arrays.stream(setting(environment, "BINDING", "*.user.*,*.realm.deleted").split(","))
            .map(String::strip)
            .filter(binding -> !binding.isEmpty())
            .toList());
  }

  /** The address, as it may be logged. */
  String address() {
    return broker.getHost() + ":" + broker.getPort();
  }

  private static String setting(Map<String, String> environment, String name, String preset) {
    String value = environment.getOrDefault(name, "");
    return value.isBlank() ? preset : value.strip();
  }

  private static ConnectionFactory broker(String uri) {
    if (uri.isBlank()) {
      throw new IllegalArgumentException(
          "Set RABBITMQ_URI to the broker's address: amqp://user:password@host:5672");
    }
    ConnectionFactory factory = new ConnectionFactory();
    try {
      factory.setUri(uri.strip());
      if (factory.isSSL()) {
        // The client's own TLS trusts everybody.
        factory.useSslProtocol(SSLContext.getDefault());
        factory.enableHostnameVerification();
      }
    } catch (URISyntaxException
        | RuntimeException
        | NoSuchAlgorithmException
        | KeyManagementException invalid) {
      // No cause and no message of it: they show the address, password included.
      throw new IllegalArgumentException("RABBITMQ_URI is no address of a broker");
    } catch (GeneralSecurityException noTls) {
      throw new IllegalArgumentException("This JVM has no TLS", noTls);
    }
    factory.setConnectionTimeout(TIMEOUT);
    factory.setHandshakeTimeout(TIMEOUT);
    factory.setRequestedHeartbeat(HEARTBEAT_SECONDS);
    // Subscription connects again, the first time and every other, and declares everything anew.
    factory.setAutomaticRecoveryEnabled(false);
    return factory;
  }
}
