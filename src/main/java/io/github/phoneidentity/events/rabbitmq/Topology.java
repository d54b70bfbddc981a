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
 * The exchange of events, and its alternate exchange for unroutable messages: a fanout exchange
 * with a bounded queue, which rejects messages when it is full so that they stay in the outbox.
 */
record Topology(String exchange, String unrouted) {

  private static final Logger LOGGER = Logger.getLogger(Topology.class);
  private static final long MAX_UNROUTED_BYTES = 64L * 1024 * 1024;

  private interface Declaration {
    void on(Channel channel) throws IOException;
  }

  /**
   * Declares exchanges and queue. What exists with other arguments or may not be declared is used
   * as it is.
   *
   * @throws IOException if the exchange of events does not exist and cannot be declared
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
                Map.of("x-max-length-bytes", MAX_UNROUTED_BYTES, "x-overflow", "reject-publish")));
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

  /**
   * Each declaration uses a channel of its own, because a refusal closes the channel. Returns false
   * if the broker has refused it.
   */
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
