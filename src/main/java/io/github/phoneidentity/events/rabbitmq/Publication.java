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
 * The publishing of one batch: messages go out and answers come in until nothing is left.
 *
 * @param window how many messages are on their way at once
 */
record Publication(Broker broker, InstantSource clock, BooleanSupplier stopping, int window) {

  /** How many messages are on their way at once, as long as all goes well. */
  static final int WINDOW = 256;

  /** So many channels a batch may cost; the broker logs each. */
  private static final int MOST_CHANNELS = 10;

  /** After this a batch sends nothing more, so that its lease outlives the answers. */
  private static final Duration SENDING = Duration.ofSeconds(5);

  /** A broker that says nothing for so long is taken for silent. */
  private static final Duration SILENCE = Duration.ofSeconds(8);

  /** A broker that answers slowly is waited for as long as this, from the first message on. */
  private static final Duration ANSWERS = Duration.ofSeconds(15);

  /**
   * @param events in the order of the outbox
   * @return what became of those that were tried
   */
  List<Batch.Tried> publish(Confirms first, List<OutboxEvent> events) throws InterruptedException {
    Batch batch = new Batch(events, window);
    Confirms confirms = first;
    int channels = 1;
    long begun = clock.millis();
    long lastMoment = begun + SENDING.toMillis();
    do {
      if (stopping.getAsBoolean()
          || broker.isBlocked()
          || clock.millis() > lastMoment
          || channels > MOST_CHANNELS) {
        batch.close();
      }
      send(confirms, batch);
      if (batch.awaitsAnswers()) {
        Optional<Confirms> next = receive(confirms, batch, begun + ANSWERS.toMillis());
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
        // Why it is closed, and what that means for all that are on their way, is the next answer.
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

  /** The channel to go on with, if the broker has closed the one that there was. */
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
      batch.closedOver(answer.outcome(), answer.reason());
    } else {
      batch.answerAll(answer.outcome(), answer.reason());
    }
    return next;
  }
}
