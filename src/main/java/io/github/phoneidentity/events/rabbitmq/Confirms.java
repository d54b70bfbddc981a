package io.github.phoneidentity.events.rabbitmq;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Method;
import com.rabbitmq.client.ShutdownSignalException;
import io.github.phoneidentity.events.jpa.OutboxEvent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A channel with publisher confirms, which collects the broker's answers. A thread of the client
 * enqueues the answers; the relay's thread takes them.
 */
final class Confirms {

  /**
   * An answer of the broker.
   *
   * @param id the message id; null if the answer concerns all unconfirmed messages
   * @param reason the broker's reason; empty if the message is confirmed
   */
  record Answer(@Nullable String id, Outcome outcome, String reason) {}

  private static final String CONTENT_TYPE = "application/cloudevents+json";
  private static final String APP_ID = "keycloak-phone-identity";
  private static final int PERSISTENT = 2;
  private static final int MAX_KEY_BYTES = 255;

  private final Channel channel;
  private final String exchange;
  private final ConcurrentNavigableMap<Long, String> unconfirmed = new ConcurrentSkipListMap<>();
  private final Map<String, String> returned = new ConcurrentHashMap<>();
  private final BlockingQueue<Answer> answers = new LinkedBlockingQueue<>();

  private Confirms(Channel channel, String exchange) {
    this.channel = channel;
    this.exchange = exchange;
  }

  static Confirms on(Channel channel, String exchange) throws IOException {
    Confirms confirms = new Confirms(channel, exchange);
    channel.addReturnListener(
        message ->
            confirms.returned.put(message.getProperties().getMessageId(), message.getReplyText()));
    channel.addConfirmListener(confirms::confirm, confirms::nack);
    channel.addShutdownListener(
        cause -> confirms.answers.add(new Answer(null, outcome(cause), reason(cause))));
    channel.confirmSelect();
    return confirms;
  }

  boolean isOpen() {
    return channel.isOpen();
  }

  /**
   * Publishes an event.
   *
   * @throws IllegalArgumentException if it cannot be encoded as an AMQP message
   * @throws IOException if the connection is lost, which unchecked exceptions may report as well
   */
  void publish(OutboxEvent event) throws IOException {
    // Check the length first: the client would count a message that it then cannot encode, and
    // miscount all later confirms.
    if (event.routingKey().getBytes(StandardCharsets.UTF_8).length > MAX_KEY_BYTES) {
      throw new IllegalArgumentException("The routing key is too long");
    }
    long number = channel.getNextPublishSeqNo();
    returned.remove(event.id());
    unconfirmed.put(number, event.id());
    channel.basicPublish(
        exchange,
        event.routingKey(),
        true,
        properties(event),
        event.payload().getBytes(StandardCharsets.UTF_8));
  }

  private static AMQP.BasicProperties properties(OutboxEvent event) {
    return new AMQP.BasicProperties.Builder()
        .messageId(event.id())
        .type(event.cloudEventType())
        .contentType(CONTENT_TYPE)
        .deliveryMode(PERSISTENT)
        .timestamp(new Date(event.createdAt()))
        .appId(APP_ID)
        .build();
  }

  /**
   * Waits for answers, up to {@code longest}.
   *
   * @return all answers that have arrived; empty after a timeout
   */
  List<Answer> await(Duration longest) throws InterruptedException {
    List<Answer> all = new ArrayList<>();
    Answer first = answers.poll(longest.toMillis(), TimeUnit.MILLISECONDS);
    if (first != null) {
      all.add(first);
      answers.drainTo(all);
    }
    return all;
  }

  /** RabbitMQ returns an unroutable message before it confirms it. */
  private void confirm(long number, boolean multiple) {
    for (String id : takeUnconfirmed(number, multiple)) {
      String reason = returned.remove(id);
      answers.add(
          reason == null
              ? new Answer(id, Outcome.CONFIRMED, "")
              : new Answer(id, Outcome.RETURNED, reason));
    }
  }

  private void nack(long number, boolean multiple) {
    for (String id : takeUnconfirmed(number, multiple)) {
      answers.add(new Answer(id, Outcome.NACKED, "the broker did not take it"));
    }
  }

  private Set<String> takeUnconfirmed(long number, boolean multiple) {
    ConcurrentNavigableMap<Long, String> these =
        unconfirmed.subMap(multiple ? 0 : number, true, number, true);
    Set<String> ids = Set.copyOf(these.values());
    these.clear();
    return ids;
  }

  /** The outcome of messages in flight when a channel is closed. */
  private static Outcome outcome(ShutdownSignalException cause) {
    return switch (replyCode(cause.getReason())) {
      case AMQP.ACCESS_REFUSED, AMQP.NOT_ALLOWED -> Outcome.FORBIDDEN;
      case AMQP.CONTENT_TOO_LARGE,
          AMQP.PRECONDITION_FAILED,
          AMQP.FRAME_ERROR,
          AMQP.SYNTAX_ERROR,
          AMQP.COMMAND_INVALID,
          AMQP.UNEXPECTED_FRAME ->
          Outcome.OFFENDED;
      default -> Outcome.LOST;
    };
  }

  private static int replyCode(Method reason) {
    if (reason instanceof AMQP.Channel.Close close) {
      return close.getReplyCode();
    }
    return reason instanceof AMQP.Connection.Close close ? close.getReplyCode() : 0;
  }

  /** Why a channel or connection was closed: the broker's reply text, if there is one. */
  static String reason(ShutdownSignalException cause) {
    if (cause.getReason() instanceof AMQP.Channel.Close close) {
      return close.getReplyText();
    }
    return cause.getReason() instanceof AMQP.Connection.Close close
        ? close.getReplyText()
        : "the connection was lost";
  }
}
