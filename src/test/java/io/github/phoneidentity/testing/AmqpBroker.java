package io.github.phoneidentity.testing;

import com.rabbitmq.client.BuiltinExchangeType;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import javax.security.auth.login.AccountNotFoundException;
import org.apache.qpid.server.SystemLauncher;
import org.apache.qpid.server.SystemLauncherListener;
import org.apache.qpid.server.model.AuthenticationProvider;
import org.apache.qpid.server.model.Broker;
import org.apache.qpid.server.model.PasswordCredentialManagingAuthenticationProvider;
import org.apache.qpid.server.model.SystemConfig;

/**
 * The broker of the tests: Qpid Broker-J, which speaks AMQP 0-9-1 and keeps everything in memory.
 * Servers reach it through a proxy, so that a test can let it be down or silent for them without
 * losing what it holds; tests reach it directly. It knows neither {@code alternate-exchange} nor
 * the arguments of RabbitMQ's queues, and takes no message of more than 1 MiB.
 */
public final class AmqpBroker {

  /** The exchange that user events are published to. */
  public static final String EXCHANGE = "keycloak";

  static final String USERNAME = "keycloak";
  static final String PASSWORD = "password-of-the-test-broker";

  private static AmqpBroker shared;

  private final int port;
  private final TcpProxy proxy;
  private SystemLauncher running;
  private SystemConfig<?> config;
  private Connection connection;

  private AmqpBroker(int port) {
    this.port = port;
    this.proxy = TcpProxy.to(port);
  }

  /** The broker of the suite, which its servers are given; started on first use. */
  public static synchronized AmqpBroker shared() {
    if (shared == null) {
      AmqpBroker broker = start();
      broker.drain();
      shared = broker;
    }
    return shared;
  }

  /** A broker of a test's own. */
  public static AmqpBroker start() {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      AmqpBroker broker = new AmqpBroker(free.getLocalPort());
      free.close();
      broker.launch();
      return broker;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts it again, empty. */
  public synchronized void launch() {
    System.setProperty("amqp.broker.port", Integer.toString(port));
    SystemLauncher launcher =
        new SystemLauncher(
            new SystemLauncherListener.DefaultSystemLauncherListener() {
              @Override
              public void onContainerResolve(SystemConfig<?> resolved) {
                config = resolved;
              }
            });
    try {
      launcher.startup(
          Map.of(
              SystemConfig.TYPE,
              "Memory",
              SystemConfig.INITIAL_CONFIGURATION_LOCATION,
              AmqpBroker.class.getResource("/amqp-broker.json").toExternalForm(),
              SystemConfig.STARTUP_LOGGED_TO_SYSTEM_OUT,
              false));
    } catch (Exception e) {
      throw new IllegalStateException("The broker did not start", e);
    }
    running = launcher;
  }

  /** Ends it; what it held is lost. */
  public synchronized void stop() {
    running.shutdown();
    connection = null;
  }

  /** Where a server reaches it that reaches this machine as {@code host}. */
  public String uri(String host) {
    return uri(host, PASSWORD);
  }

  /** The same with another password. */
  public String uri(String host, String password) {
    return "amqp://" + USERNAME + ":" + password + "@" + host + ":" + proxy.port();
  }

  /** Cuts the servers' connections to it and refuses new ones, as if it were down. */
  public void refuse() {
    proxy.refuse();
  }

  /** Leaves the servers' connections to it open, and never answers. */
  public void fallSilent() {
    proxy.fallSilent();
  }

  /** Lets the servers reach it again. */
  public void restore() {
    proxy.restore();
  }

  /** Collects what is published to {@link #EXCHANGE} with a key like this from now on. */
  public AmqpInbox inbox(String bindingKey) {
    try {
      declareExchange();
      return AmqpInbox.bind(channel(), EXCHANGE, bindingKey);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Takes and forgets everything that is published: what no test looks at would otherwise be tried
   * again and again.
   */
  public void drain() {
    try {
      declareExchange();
      Channel channel = channel();
      String queue = channel.queueDeclare().getQueue();
      channel.basicConsume(queue, true, (tag, delivery) -> {}, tag -> {});
      channel.queueBind(queue, EXCHANGE, "#");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Refuses the servers' credentials from now on, or takes them again. */
  public void acceptCredentials(boolean accepted) {
    Broker<?> broker = (Broker<?>) config.getContainer();
    for (AuthenticationProvider<?> provider : broker.getAuthenticationProviders()) {
      try {
        ((PasswordCredentialManagingAuthenticationProvider<?>) provider)
            .setPassword(USERNAME, accepted ? PASSWORD : "another-password");
      } catch (AccountNotFoundException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /** Makes the exchange, if there is none. */
  public void declareExchange() {
    try (Channel channel = channel()) {
      channel.exchangeDeclare(EXCHANGE, BuiltinExchangeType.TOPIC, true);
    } catch (IOException | TimeoutException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Deletes the exchange with its bindings. */
  public void deleteExchange() {
    try (Channel channel = channel()) {
      channel.exchangeDelete(EXCHANGE);
    } catch (IOException | TimeoutException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A new channel, past the proxy. */
  public synchronized Channel channel() {
    try {
      if (connection == null || !connection.isOpen()) {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setPort(port);
        factory.setUsername(USERNAME);
        factory.setPassword(PASSWORD);
        factory.setAutomaticRecoveryEnabled(false);
        connection = factory.newConnection("test");
      }
      return connection.createChannel();
    } catch (IOException | TimeoutException e) {
      throw new IllegalStateException(e);
    }
  }
}
