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
 * The settings of a consumer.
 *
 * @param broker creates connections to the broker
 * @param exchange the topic exchange to which Keycloak publishes
 * @param queue this consumer's own queue; of several processes with the same queue one consumes at
 *     a time
 * @param bindings the routing keys that are bound to the queue, with the wildcards of AMQP
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

  /** The address without credentials, for logs. */
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
        // The client's default TLS settings accept any certificate.
        factory.useSslProtocol(SSLContext.getDefault());
        factory.enableHostnameVerification();
      }
    } catch (URISyntaxException
        | RuntimeException
        | NoSuchAlgorithmException
        | KeyManagementException invalid) {
      // The cause is dropped, because its message contains the address with the password.
      throw new IllegalArgumentException("RABBITMQ_URI is no address of a broker");
    } catch (GeneralSecurityException noTls) {
      throw new IllegalArgumentException("This JVM has no TLS", noTls);
    }
    factory.setConnectionTimeout(TIMEOUT);
    factory.setHandshakeTimeout(TIMEOUT);
    factory.setRequestedHeartbeat(HEARTBEAT_SECONDS);
    // Subscription reconnects by itself and declares everything again.
    factory.setAutomaticRecoveryEnabled(false);
    return factory;
  }
}
