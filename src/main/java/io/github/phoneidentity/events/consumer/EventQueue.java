package io.github.phoneidentity.events.consumer;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.BuiltinExchangeType;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeoutException;

/**
 * This consumer's queue, with an exchange and a queue for dead letters, both of which are named
 * {@code {queue}.dead-letter}. The consumer publishes its dead letters itself, with the reason in a
 * header, so that any AMQP 0-9-1 broker can be used.
 */
final class EventQueue {

  /** RabbitMQ uses the same header. */
  private static final String REASON = "x-exception-message";

  private static final int LONGEST_REASON = 200;
  private static final long CONFIRM_WITHIN = 10_000;

  private final ConsumerSettings settings;
  private final Channel topology;
  private final Channel deadLetters;
  private volatile boolean returned;

  private EventQueue(ConsumerSettings settings, Channel topology, Channel deadLetters) {
    this.settings = settings;
    this.topology = topology;
    this.deadLetters = deadLetters;
  }

  /** Declares the exchange and the queues, if they do not exist. */
  static EventQueue declare(Connection connection, ConsumerSettings settings) throws IOException {
    declareExchange(connection, settings.exchange());
    EventQueue queue =
        new EventQueue(settings, connection.createChannel(), connection.createChannel());
    queue.declareQueues();
    return queue;
  }

  /**
   * Keycloak declares its exchange itself, with an argument that must be the same in all
   * declarations. The consumer declares it only if it does not exist yet, so that no event is
   * missed, and omits the argument if the broker does not support it.
   */
  private static void declareExchange(Connection connection, String exchange) throws IOException {
    String unrouted = exchange + ".unrouted";
    if (!tryTo(connection, channel -> channel.exchangeDeclarePassive(exchange))
        && !tryTo(connection, channel -> declareTopic(channel, exchange, unrouted))) {
      tryTo(
          connection,
          channel -> channel.exchangeDeclare(exchange, BuiltinExchangeType.TOPIC, true));
    }
  }

  private static void declareTopic(Channel channel, String exchange, String unrouted)
      throws IOException {
    channel.exchangeDeclare(unrouted, BuiltinExchangeType.FANOUT, true);
    channel.exchangeDeclare(
        exchange, BuiltinExchangeType.TOPIC, true, false, Map.of("alternate-exchange", unrouted));
  }

  private interface Declaration {
    void on(Channel channel) throws IOException;
  }

  /**
   * Each declaration uses a channel of its own, because a refusal closes the channel. Returns false
   * if the broker has refused it.
   */
  private static boolean tryTo(Connection connection, Declaration declaration) throws IOException {
    Channel channel = connection.createChannel();
    try {
      declaration.on(channel);
      channel.close();
      return true;
    } catch (TimeoutException e) {
      throw new IOException(e);
    } catch (IOException refused) {
      if (channel.isOpen() || !connection.isOpen()) {
        throw refused;
      }
      return false;
    }
  }

  private void declareQueues() throws IOException {
    // A single active consumer keeps the order of a user's events with several processes.
    topology.queueDeclare(
        settings.queue(), true, false, false, Map.of("x-single-active-consumer", true));
    topology.exchangeDeclare(deadLetterName(), BuiltinExchangeType.FANOUT, true);
    topology.queueDeclare(deadLetterName(), true, false, false, Map.of());
    topology.queueBind(deadLetterName(), deadLetterName(), "");
    deadLetters.confirmSelect();
    deadLetters.addReturnListener(message -> returned = true);
    bind();
  }

  /** Binds the queue; is idempotent. */
  void bind() throws IOException {
    for (String key : settings.bindings()) {
      topology.queueBind(settings.queue(), settings.exchange(), key);
    }
  }

  /**
   * Publishes a dead letter, and returns once the broker has confirmed it.
   *
   * @throws IOException if it is not confirmed, for example because the queue was deleted. The next
   *     connection declares the queue again, and the message is redelivered.
   */
  void deadLetter(BasicProperties properties, String routingKey, byte[] body, Throwable reason)
      throws IOException {
    Map<String, Object> headers = new HashMap<>();
    if (properties.getHeaders() != null) {
      headers.putAll(properties.getHeaders());
    }
    String message = reason.getMessage() == null ? reason.toString() : reason.getMessage();
    headers.put(REASON, message.substring(0, Math.min(message.length(), LONGEST_REASON)));
    BasicProperties kept = properties.builder().headers(headers).deliveryMode(2).build();
    returned = false;
    deadLetters.basicPublish(deadLetterName(), routingKey, true, kept, body);
    try {
      // A broker returns an unroutable message before it confirms it.
      deadLetters.waitForConfirmsOrDie(CONFIRM_WITHIN);
    } catch (TimeoutException e) {
      throw new IOException("The broker does not confirm a dead letter", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted", e);
    }
    if (returned) {
      throw new IOException("There is no queue for dead letters");
    }
  }

  private String deadLetterName() {
    return settings.queue() + ".dead-letter";
  }
}
