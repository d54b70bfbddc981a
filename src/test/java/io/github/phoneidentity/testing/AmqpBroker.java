package io.github.phoneidentity.testing;

import com.rabbitmq.client.BuiltinExchangeType;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;

/**
 * The broker of the tests, which speaks AMQP 0-9-1: Qpid Broker-J, or RabbitMQ in its place with
 * {@code -Prabbitmq}. It takes no message of more than 1 MiB. Servers reach it through a proxy, so
 * that a test can let it be down or silent for them without losing what it holds; tests reach it
 * directly.
 */
public final class AmqpBroker {

  /** The exchange that user events are published to. */
  public static final String EXCHANGE = "keycloak";

  /** Where events go that no queue is bound for, if the broker is RabbitMQ. */
  public static final String UNROUTED = "keycloak.unrouted";

  static final String USERNAME = "keycloak";
  static final String PASSWORD = "password-of-the-test-broker";

  private static AmqpBroker shared;

  private final int port;
  private final TcpProxy proxy;
  private final AmqpServer program;
  private TcpProxy overTls;
  private Connection connection;

  private AmqpBroker(int port) {
    this.port = port;
    this.proxy = TcpProxy.to(port);
    this.program =
        "rabbitmq".equals(System.getProperty("amqp.broker"))
            ? new RabbitMqServer(port)
            : new QpidServer(port);
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
    program.launch(USERNAME, PASSWORD);
  }

  /** Ends it; what it held is lost. */
  public synchronized void stop() {
    program.stop();
    connection = null;
  }

  /** What only RabbitMQ has; it runs with {@code -Prabbitmq}. */
  public RabbitMqServer rabbitMq() {
    return (RabbitMqServer) program;
  }

  /** Where a server reaches it that reaches this machine as {@code host}. */
  public String uri(String host) {
    return uri(host, PASSWORD);
  }

  /** The same with another password. */
  public String uri(String host, String password) {
    return "amqp://" + USERNAME + ":" + password + "@" + host + ":" + proxy.port();
  }

  /**
   * Has it listen over TLS as well, with this certificate in place of an earlier one; the address
   * by which {@code host} is named.
   */
  public synchronized String uriOverTls(String host, SSLContext tls) {
    if (overTls == null) {
      overTls = TcpProxy.to(port, tls.getServerSocketFactory());
    } else {
      overTls.listenBy(tls.getServerSocketFactory());
    }
    return "amqps://" + USERNAME + ":" + PASSWORD + "@" + host + ":" + overTls.port();
  }

  /** How many connections servers have made to it. */
  public synchronized int connections() {
    return proxy.accepted() + (overTls == null ? 0 : overTls.accepted());
  }

  /** Cuts the servers' connections to it and refuses new ones, as if it were down. */
  public void refuse() {
    proxy.refuse();
  }

  /** Leaves the servers' connections to it open, and never answers. */
  public void fallSilent() {
    proxy.fallSilent();
  }

  /**
   * Reads nothing more from the servers' connections, and answers no new ones, as if the network
   * dropped all packets.
   */
  public void dropPackets() {
    proxy.dropPackets();
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
    program.setPassword(USERNAME, accepted ? PASSWORD : "another-password");
  }

  /** Makes the exchange, if there is none; one with other arguments stays as it is. */
  public void declareExchange() {
    try (Channel channel = channel()) {
      channel.exchangeDeclare(EXCHANGE, BuiltinExchangeType.TOPIC, true);
    } catch (IOException | TimeoutException e) {
      if (!hasExchange()) {
        throw new IllegalStateException(e);
      }
    }
  }

  /** Deletes the exchange with its bindings, and makes it without any argument. */
  public void remakeExchange() {
    declareExchange();
    deleteExchange();
    declareExchange();
  }

  /** Has the inbox take what no queue is bound for, too. */
  public void bindUnrouted(AmqpInbox inbox) {
    try (Channel channel = channel()) {
      channel.exchangeDeclare(UNROUTED, BuiltinExchangeType.FANOUT, true);
      inbox.bind(UNROUTED, "");
    } catch (IOException | TimeoutException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Whether there is the exchange. */
  public boolean hasExchange() {
    try (Channel channel = channel()) {
      channel.exchangeDeclarePassive(EXCHANGE);
      return true;
    } catch (IOException | TimeoutException e) {
      return false;
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
