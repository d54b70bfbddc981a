package io.github.phoneidentity.events.rabbitmq;

import com.rabbitmq.client.BuiltinExchangeType;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ShutdownSignalException;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;

/**
 * The exchange for events, and where its messages go that no queue is bound for: a fanout exchange
 * and a bounded queue, which refuses messages when it is full so that they stay in the outbox.
 */
record Topology(String exchange, String unrouted) {

  private static final Logger LOGGER = Logger.getLogger(Topology.class);
  private static final long MOST_UNROUTED_BYTES = 64L * 1024 * 1024;

  private interface Declaration {
    void on(Channel channel) throws IOException;
  }

  /**
   * Makes what is missing. What exists with other arguments, and what we may not declare, is used
   * as it is.
   *
   * @throws IOException if the exchange is missing and cannot be made
   */
  void declare(Connection connection) throws IOException {
    tryTo(
        connection,
        unrouted,
        channel -> channel.exchangeDeclare(unrouted, BuiltinExchangeType.FANOUT, true));
    tryTo(
        connection,
        unrouted,
        channel ->
            channel.queueDeclare(
                unrouted,
                true,
                false,
                false,
                Map.of("x-max-length-bytes", MOST_UNROUTED_BYTES, "x-overflow", "reject-publish")));
    tryTo(connection, unrouted, channel -> channel.queueBind(unrouted, unrouted, ""));
    boolean made =
        tryTo(
            connection,
            exchange,
            channel ->
                channel.exchangeDeclare(
                    exchange,
                    BuiltinExchangeType.TOPIC,
                    true,
                    false,
                    Map.of("alternate-exchange", unrouted)));
    if (!made) {
      run(connection, channel -> channel.exchangeDeclarePassive(exchange));
    }
  }

  /** A declaration that the broker refuses closes the channel: each has one of its own. */
  private static boolean tryTo(Connection connection, String name, Declaration declaration)
      throws IOException {
    try {
      run(connection, declaration);
      return true;
    } catch (IOException e) {
      if (e.getCause() instanceof ShutdownSignalException cause && !cause.isHardError()) {
        LOGGER.debugf("%s is used as it is: %s", name, Confirms.reason(cause));
        return false;
      }
      throw e;
    }
  }

  private static void run(Connection connection, Declaration declaration) throws IOException {
    Channel channel = connection.createChannel();
    if (channel == null) {
      throw new IOException("The broker gives no more channels");
    }
    declaration.on(channel);
    try {
      channel.close();
    } catch (TimeoutException e) {
      throw new IOException(e);
    }
  }
}
