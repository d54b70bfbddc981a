package io.github.phoneidentity.events.rabbitmq;

import com.rabbitmq.client.ShutdownSignalException;
import io.github.phoneidentity.events.jpa.OutboxEvent;
import io.github.phoneidentity.events.rabbitmq.Confirms.Answer;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Publishes one batch: sends messages and receives answers until the batch is finished.
 *
 * @param stopping whether the relay is being stopped
 * @param window how many messages may be in flight at the same time
 */
record Publication(Broker broker, InstantSource clock, BooleanSupplier stopping, int window) {

  /** How many messages may be in flight at the same time, unless messages were lost. */
  static final int WINDOW = 256;

  /** How many channels a batch may use up, because the broker logs each closed channel. */
  private static final int MAX_CHANNELS = 10;

  /** How long a batch sends messages, so that the answers arrive before its lease expires. */
  private static final Duration SENDING = Duration.ofSeconds(5);

  /** A broker that sends no answer for this long counts as silent. */
  private static final Duration SILENCE = Duration.ofSeconds(8);

  /** How long a batch waits for a broker that answers slowly, from the first message on. */
  private static final Duration ANSWERS = Duration.ofSeconds(15);

  /**
   * Publishes events.
   *
   * @param first the channel to start with
   * @param events the events in the order of the outbox
   * @return the outcomes of the events that were tried
   */
  List<Batch.Tried> publish(Confirms first, List<OutboxEvent> events) throws InterruptedException {
    Batch batch = new Batch(events, window);
    Confirms confirms = first;
    int channels = 1;
    long started = clock.millis();
    long lastMoment = started + SENDING.toMillis();
    do {
      if (stopping.getAsBoolean()
          || broker.isBlocked()
          || clock.millis() > lastMoment
          || channels > MAX_CHANNELS) {
        batch.close();
      }
      send(confirms, batch);
      if (batch.awaitsAnswers()) {
        Optional<Confirms> next = receive(confirms, batch, started + ANSWERS.toMillis());
        channels += next.isPresent() ? 1 : 0;
        confirms = next.orElse(confirms);
      }
    } while (batch.isUnfinished());
    return batch.tried();
  }

  private void send(Confirms confirms, Batch batch) {
    for (Optional<OutboxEvent> next = batch.next(); next.isPresent(); next = batch.next()) {
      String id = next.get().id();
      try {
        confirms.publish(next.get());
      } catch (IllegalArgumentException e) {
        batch.answer(id, Outcome.UNWRITABLE, String.valueOf(e.getMessage()));
      } catch (ShutdownSignalException closed) {
        // The next answer contains the reason, and the outcome for all messages in flight.
        return;
      } catch (IOException | RuntimeException lost) {
        batch.answer(id, Outcome.LOST, lost.toString());
        batch.close();
      }
      if (broker.isBlocked()) {
        batch.close();
      }
    }
  }

  /** Receives answers. Returns a new channel if the broker has closed the current one. */
  private Optional<Confirms> receive(Confirms confirms, Batch batch, long until)
      throws InterruptedException {
    long left = Math.max(0, until - clock.millis());
    List<Answer> answers = confirms.await(Duration.ofMillis(Math.min(left, SILENCE.toMillis())));
    if (answers.isEmpty()) {
      batch.answerAll(Outcome.LOST, "no answer");
      if (!broker.isBlocked()) {
        broker.failed(BrokerState.SILENT, "messages were not confirmed in time");
      }
    }
    Optional<Confirms> next = Optional.empty();
    for (Answer answer : answers) {
      if (answer.id() == null) {
        next = closed(batch, answer);
      } else {
        batch.answer(answer.id(), answer.outcome(), answer.reason());
      }
    }
    return next;
  }

  private Optional<Confirms> closed(Batch batch, Answer answer) {
    Optional<Confirms> next =
        answer.outcome() == Outcome.LOST ? Optional.empty() : broker.anotherChannel();
    if (next.isPresent()) {
      batch.channelClosed(answer.outcome(), answer.reason());
    } else {
      batch.answerAll(answer.outcome(), answer.reason());
    }
    return next;
  }
}
