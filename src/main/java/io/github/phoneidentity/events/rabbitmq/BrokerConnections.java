package io.github.phoneidentity.events.rabbitmq;

import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.SocketConfigurators;
import com.rabbitmq.client.impl.DefaultExceptionHandler;
import java.net.URISyntaxException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.keycloak.common.enums.HostnameVerificationPolicy;
import org.keycloak.truststore.TruststoreProvider;

/** Configures connections to the broker: address and credentials, timeouts, TLS. */
final class BrokerConnections {

  private static final Logger LOG = Logger.getLogger(BrokerConnections.class);
  private static final int CONNECT_MILLIS = 5000;
  private static final int HANDSHAKE_MILLIS = 10_000;
  private static final int CALL_MILLIS = 5000;
  private static final int CLOSE_MILLIS = 2000;

  /**
   * The client's writes have no timeout: one that waits for room in the buffers of the connection
   * ends after three to four heartbeats, which must be less than a lease of the relay.
   */
  private static final int HEARTBEAT_SECONDS = 5;

  private BrokerConnections() {}

  /**
   * Creates the factory of connections.
   *
   * @param truststore the certificates that the server trusts, and whether host names are verified;
   *     null for the JVM's certificates
   * @param closing closes the sockets of connections that do not answer any more
   * @throws IllegalArgumentException if the URI or the truststore is invalid
   */
  static ConnectionFactory to(
      String uri, @Nullable TruststoreProvider truststore, ExecutorService closing) {
    ConnectionFactory factory = new ConnectionFactory();
    try {
      if (uri.toLowerCase(Locale.ROOT).startsWith("amqps:")) {
        secure(factory, truststore);
      }
      factory.setUri(uri);
    } catch (URISyntaxException | GeneralSecurityException e) {
      throw new IllegalArgumentException("The broker's address or the truststore cannot be used");
    }
    factory.setConnectionTimeout(CONNECT_MILLIS);
    factory.setHandshakeTimeout(HANDSHAKE_MILLIS);
    factory.setChannelRpcTimeout(CALL_MILLIS);
    factory.setShutdownTimeout(CLOSE_MILLIS);
    factory.setRequestedHeartbeat(HEARTBEAT_SECONDS);
    factory.setShutdownExecutor(closing);
    // The relay reconnects by itself, because it must know which events were in flight.
    factory.setAutomaticRecoveryEnabled(false);
    factory.setExceptionHandler(new QuietHandler());
    return factory;
  }

  /** The relay reports a lost connection once, where the client would log every attempt. */
  private static final class QuietHandler extends DefaultExceptionHandler {

    @Override
    protected void log(String message, Throwable problem) {
      LOG.debug(message, problem);
    }
  }

  /** Configures TLS with the server's truststore and its policy of host name verification. */
  private static void secure(ConnectionFactory factory, @Nullable TruststoreProvider truststore)
      throws GeneralSecurityException {
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(truststore == null ? (KeyStore) null : truststore.getTruststore());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    // This call also enables host name verification.
    factory.useSslProtocol(context);
    if (truststore != null && truststore.getPolicy() == HostnameVerificationPolicy.ANY) {
      factory.setSocketConfigurator(SocketConfigurators.defaultConfigurator());
    }
  }
}
