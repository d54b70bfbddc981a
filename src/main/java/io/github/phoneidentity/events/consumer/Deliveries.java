package io.github.phoneidentity.events.consumer;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.Envelope;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Consumes one message at a time. A message is acknowledged after it was handled, or if it was
 * handled before; it is requeued after its first failure, and becomes a dead letter after the
 * second.
 */
final class Deliveries extends DefaultConsumer {

  private static final String CLOUD_EVENT = "application/cloudevents+json";

  /**
   * One message at a time, so that a requeued message is the next one and the order of its user's
   * events is kept.
   */
  private static final int PREFETCH = 1;

  private final EventQueue queue;
  private final SeenMessages seen;
  private final EventHandler handler;
  private boolean stopped;

  Deliveries(Channel channel, EventQueue queue, SeenMessages seen, EventHandler handler) {
    super(channel);
    this.queue = queue;
    this.seen = seen;
    this.handler = handler;
  }

  /**
   * Starts to consume messages.
   *
   * @param from the name of the queue
   */
  void consume(String from) throws IOException {
    getChannel().basicQos(PREFETCH);
    getChannel().basicConsume(from, false, this);
  }

  /** Stops, after the current message was handled; later ones go back to the queue. */
  synchronized void stop() {
    stopped = true;
  }

  @Override
  public synchronized void handleDelivery(
      String consumer, Envelope envelope, BasicProperties properties, byte[] body)
      throws IOException {
    if (stopped) {
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

  /** Errors count as failures too, because the same message would cause them again and again. */
  private Optional<Throwable> handle(Envelope envelope, BasicProperties properties, byte[] body) {
    try {
      handleOnce(event(envelope, properties, body));
      return Optional.empty();
    } catch (RuntimeException | Error failure) {
      return Optional.of(failure);
    }
  }

  private void handleOnce(ReceivedEvent event) {
    if (!seen.contains(event.id())) {
      handler.handle(event);
      seen.add(event.id());
    }
  }

  private static ReceivedEvent event(Envelope envelope, BasicProperties properties, byte[] body) {
    if (properties.getMessageId() == null || !isCloudEvent(properties.getContentType())) {
      throw new IllegalArgumentException("No message-id, or no " + CLOUD_EVENT);
    }
    return new ReceivedEvent(
        properties.getMessageId(),
        envelope.getRoutingKey(),
        new String(body, StandardCharsets.UTF_8));
  }

  /** The media type of structured mode (CloudEvents 1.0, JSON format), with any parameters. */
  private static boolean isCloudEvent(String contentType) {
    return contentType != null
        && contentType.split(";", 2)[0].strip().equalsIgnoreCase(CLOUD_EVENT);
  }
}
