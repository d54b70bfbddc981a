package io.github.phoneidentity.testing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.awaitility.Awaitility;

/** A queue of a test's own, and what has come into it. */
public final class AmqpInbox implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** After an outage the relay waits for up to half a minute before it tries again. */
  private static final Duration LONGEST = Duration.ofMinutes(1);

  private final Channel channel;
  private final String queue;
  private final List<Message> messages = new CopyOnWriteArrayList<>();

  /**
   * A message as it arrived.
   *
   * @param body the CloudEvent
   * @param arrived when it was taken
   */
  public record Message(
      String exchange,
      String routingKey,
      BasicProperties properties,
      JsonNode body,
      Instant arrived) {

    /** The message id. */
    public String id() {
      return properties.getMessageId();
    }

    /** The id of the user or realm that it is about. */
    public String subject() {
      return body.path("subject").asText();
    }

    /** The type without what all types begin with, such as {@code user.registered}. */
    public String type() {
      return body.path("type").asText().replaceFirst("^io\\.github\\.phoneidentity\\.", "");
    }
  }

  private AmqpInbox(Channel channel, String queue) {
    this.channel = channel;
    this.queue = queue;
  }

  static AmqpInbox bind(Channel channel, String exchange, String bindingKey) throws IOException {
    AmqpInbox inbox = new AmqpInbox(channel, channel.queueDeclare().getQueue());
    channel.basicConsume(
        inbox.queue,
        true,
        (tag, delivery) ->
            inbox.messages.add(
                new Message(
                    delivery.getEnvelope().getExchange(),
                    delivery.getEnvelope().getRoutingKey(),
                    delivery.getProperties(),
                    json(new String(delivery.getBody(), StandardCharsets.UTF_8)),
                    Instant.now())),
        tag -> {});
    inbox.bind(exchange, bindingKey);
    return inbox;
  }

  /** Binds it again, where the exchange has been deleted meanwhile. */
  public void bind(String exchange, String bindingKey) {
    try {
      channel.queueBind(queue, exchange, bindingKey);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JsonNode json(String body) {
    try {
      return JSON.readTree(body);
    } catch (JsonProcessingException e) {
      return JSON.createObjectNode().put("unreadable", body);
    }
  }

  /** Everything so far, in the order in which it came. */
  public List<Message> messages() {
    return List.copyOf(messages);
  }

  /** What has come about this user or realm. */
  public List<Message> about(String subject) {
    return messages.stream().filter(message -> message.subject().equals(subject)).toList();
  }

  /** Waits for a message of this type about this user or realm, and gives the first. */
  public Message await(String subject, String type) {
    return await(message -> message.subject().equals(subject) && message.type().equals(type));
  }

  /** Waits for a message that fulfils the condition, and gives the first. */
  public Message await(Predicate<Message> condition) {
    Awaitility.await("message").atMost(LONGEST).until(() -> messages.stream().anyMatch(condition));
    return messages.stream().filter(condition).findFirst().orElseThrow();
  }

  @Override
  public void close() {
    try {
      channel.queueDelete(queue);
      channel.abort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
