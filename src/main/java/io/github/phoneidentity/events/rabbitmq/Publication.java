package io.github.phoneidentity.events.rabbitmq;

import io.github.phoneidentity.events.jpa.UserEvent;
import io.github.phoneidentity.events.rabbitmq.Confirms.Answer;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** The publishing of one batch: messages go out and answers come in until nothing is left. */
record Publication(Broker broker, InstantSource clock, BooleanSupplier stopping) {

  /** How many messages are on their way at once. */
  private static final int WINDOW = 256;

  /** After this a batch sends nothing more, so that its lease outlives the answers. */
  private static final Duration SENDING = Duration.ofSeconds(5);

  /** A broker that says nothing for so long is taken for silent. */
  private static final Duration SILENCE = Duration.ofSeconds(8);

  /**
   * @param events in the order of the outbox
   * @return what became of those that were tried
   */
  List<Batch.Tried> publish(Confirms confirms, List<UserEvent> events) throws InterruptedException {
    Batch batch = new Batch(events, WINDOW);
    long lastMoment = clock.millis() + SENDING.toMillis();
    do {
      if (stopping.getAsBoolean() || broker.isBlocked() || clock.millis() > lastMoment) {
        batch.close();
      }
      send(confirms, batch);
      if (batch.awaitsAnswers()) {
        receive(confirms, batch);
      }
    } while (batch.isUnfinished());
    return batch.tried();
  }

  private void send(Confirms confirms, Batch batch) {
    for (Optional<UserEvent> next = batch.next(); next.isPresent(); next = batch.next()) {
      String id = next.get().id();
      try {
        confirms.publish(next.get());
      } catch (IllegalArgumentException e) {
        batch.answer(id, Outcome.UNWRITABLE, String.valueOf(e.getMessage()));
      } catch (IOException | RuntimeException closed) {
        // Why it is closed, and what that means for the others, is among the answers.
        batch.answer(id, Outcome.LOST, closed.toString());
        batch.close();
      }
      if (broker.isBlocked()) {
        batch.close();
      }
    }
  }

  private void receive(Confirms confirms, Batch batch) throws InterruptedException {
    List<Answer> answers = confirms.await(SILENCE);
    if (answers.isEmpty()) {
      batch.answerAll(Outcome.LOST, "no answer");
      if (!broker.isBlocked()) {
        broker.failed(BrokerState.SILENT, "messages were not confirmed in time");
      }
    }
    for (Answer answer : answers) {
      if (answer.id() == null) {
        batch.answerAll(answer.outcome(), answer.reason());
      } else {
        batch.answer(answer.id(), answer.outcome(), answer.reason());
      }
    }
  }
}
