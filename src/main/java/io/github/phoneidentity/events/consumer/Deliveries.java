package io.github.phoneidentity.events.consumer;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.Envelope;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Takes one message after the other: acknowledged when it is handled, or was handled before;
 * delivered once more when it fails; a dead letter when it fails again.
 */
final class Deliveries extends DefaultConsumer {

  private static final String CLOUD_EVENT = "application/cloudevents+json";

  /**
   * One at a time: a message that is delivered once more is the next, as its user's order wants.
   */
  private static final int PREFETCH = 1;

  private final EventQueue queue;
  private final SeenMessages seen;
  private final EventHandler handler;
  private boolean ended;

  Deliveries(Channel channel, EventQueue queue, SeenMessages seen, EventHandler handler) {
    super(channel);
    this.queue = queue;
    this.seen = seen;
    this.handler = handler;
  }

  /** Begins. */
  void consume(String from) throws IOException {
    getChannel().basicQos(PREFETCH);
    getChannel().basicConsume(from, false, this);
  }

  /** Returns when nothing is being handled any more; what comes later goes back to the queue. */
  synchronized void end() {
    ended = true;
  }

  @Override
  public synchronized void handleDelivery(
      String consumer, Envelope envelope, BasicProperties properties, byte[] body)
      throws IOException {
    if (ended) {
      return;
    }
    long tag = envelope.getDeliveryTag();
    Optional<Throwable> failure = handle(envelope, properties, body);
    if (failure.isPresent() && !envelope.isRedeliver()) {
      getChannel().basicReject(tag, true);
      return;
    }
    if (failure.isPresent()) {
      queue.deadLetter(properties, envelope.getRoutingKey(), body, failure.get());
    }
    getChannel().basicAck(tag, false);
  }

  /** Errors are failures as well: the same message would lead to them again and again. */
  private Optional<Throwable> handle(Envelope envelope, BasicProperties properties, byte[] body) {
    try {
      handleOnce(event(envelope, properties, body));
      return Optional.empty();
    } catch (RuntimeException | Error failure) {
      return Optional.of(failure);
    }
  }

  private void handleOnce(UserEvent event) {
    if (!seen.contains(event.id())) {
      handler.handle(event);
      seen.add(event.id());
    }
  }

  private static UserEvent event(Envelope envelope, BasicProperties properties, byte[] body) {
    if (properties.getMessageId() == null || !CLOUD_EVENT.equals(properties.getContentType())) {
      throw new IllegalArgumentException("No message-id, or no " + CLOUD_EVENT);
    }
    return new UserEvent(
        properties.getMessageId(),
        envelope.getRoutingKey(),
        new String(body, StandardCharsets.UTF_8));
  }
}
