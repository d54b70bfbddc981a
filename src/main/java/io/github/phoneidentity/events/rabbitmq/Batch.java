package io.github.phoneidentity.events.rabbitmq;

import io.github.phoneidentity.events.jpa.OutboxEvent;
import io.github.phoneidentity.events.jpa.UserEventStore;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The order in which claimed events are published. Of each subject one event is in flight at a
 * time, and the next one follows when it is confirmed, so that no event can arrive before an
 * earlier one of its subject, whatever is lost, returned or republished. If the broker closes the
 * channel while several events are in flight, each of these is published alone afterwards, to find
 * out which one was the cause.
 */
final class Batch {

  /**
   * An event that was tried.
   *
   * @param reason the broker's reason; empty if the event was confirmed
   * @param alone whether no other event was in flight
   */
  record Tried(OutboxEvent event, Outcome outcome, String reason, boolean alone) {

    PublicationState state() {
      return PublicationState.of(outcome, event.offences(), alone);
    }

    /** The failure to record, if the event was not published. */
    UserEventStore.Failure failure() {
      return switch (outcome) {
        case FORBIDDEN, LOST -> new UserEventStore.Failure(reason, true, false);
        case OFFENDED -> new UserEventStore.Failure(reason, true, alone);
        case CONFIRMED, RETURNED, NACKED, UNWRITABLE ->
            new UserEventStore.Failure(reason, false, false);
      };
    }
  }

  private final int window;
  private final Map<String, Deque<OutboxEvent>> waiting = new LinkedHashMap<>();
  private final Deque<OutboxEvent> ready = new ArrayDeque<>();
  private final Deque<OutboxEvent> suspects = new ArrayDeque<>();
  private final Map<String, OutboxEvent> inFlight = new LinkedHashMap<>();
  private final List<Tried> tried = new ArrayList<>();

  /** Routing keys that the broker does not permit, with its reasons. */
  private final Map<String, String> forbidden = new HashMap<>();

  private boolean isSuspectInFlight;
  private boolean closed;

  /**
   * A batch of which nothing is published yet.
   *
   * @param events the events in the order of the outbox
   * @param window how many events may be in flight at the same time
   */
  Batch(List<OutboxEvent> events, int window) {
    this.window = window;
    for (OutboxEvent event : events) {
      waiting.computeIfAbsent(event.subject(), subject -> new ArrayDeque<>()).add(event);
    }
    List.copyOf(waiting.keySet()).forEach(this::promote);
  }

  /** The next event to publish; empty if an answer must arrive first, or if no event is left. */
  Optional<OutboxEvent> next() {
    if (closed || inFlight.size() >= (isSuspectInFlight ? 1 : window)) {
      return Optional.empty();
    }
    OutboxEvent event = poll();
    while (event != null && forbidden.containsKey(event.routingKey())) {
      tried.add(new Tried(event, Outcome.FORBIDDEN, forbidden.get(event.routingKey()), true));
      event = poll();
    }
    if (event != null) {
      inFlight.put(event.id(), event);
    }
    return Optional.ofNullable(event);
  }

  private @Nullable OutboxEvent poll() {
    OutboxEvent event = ready.poll();
    isSuspectInFlight = event == null && inFlight.isEmpty();
    return isSuspectInFlight ? suspects.poll() : event;
  }

  /** Records the outcome of an event. It is ignored if the event is not in flight. */
  void answer(String id, Outcome outcome, String reason) {
    boolean alone = inFlight.size() == 1;
    OutboxEvent event = inFlight.remove(id);
    if (event == null) {
      return;
    }
    tried.add(new Tried(event, outcome, reason, alone));
    if (outcome == Outcome.CONFIRMED || outcome == Outcome.UNWRITABLE) {
      promote(event.subject());
    }
  }

  /** Records the same outcome for all events in flight, and closes the batch. */
  void answerAll(Outcome outcome, String reason) {
    boolean alone = inFlight.size() == 1;
    inFlight.values().forEach(event -> tried.add(new Tried(event, outcome, reason, alone)));
    inFlight.clear();
    close();
  }

  /**
   * Records that the broker has closed the channel because of an event in flight, and that a new
   * channel is open. If a single event was in flight, this is its outcome, and a forbidden routing
   * key is not tried again. If several were in flight, each of them is published again, alone.
   */
  void channelClosed(Outcome outcome, String reason) {
    if (inFlight.size() == 1) {
      OutboxEvent only = inFlight.values().iterator().next();
      if (outcome == Outcome.FORBIDDEN) {
        forbidden.put(only.routingKey(), reason);
      }
      answer(only.id(), outcome, reason);
    } else {
      suspects.addAll(inFlight.values());
      inFlight.clear();
    }
  }

  /** Stops publishing; events in flight may still be answered. */
  void close() {
    closed = true;
  }

  boolean awaitsAnswers() {
    return !inFlight.isEmpty();
  }

  /** Whether there are events to publish or answers to wait for. */
  boolean isUnfinished() {
    return awaitsAnswers() || (!closed && !(ready.isEmpty() && suspects.isEmpty()));
  }

  List<Tried> tried() {
    return List.copyOf(tried);
  }

  private void promote(String subject) {
    OutboxEvent event = Objects.requireNonNull(waiting.get(subject)).poll();
    if (event != null) {
      (event.alone() ? suspects : ready).add(event);
    }
  }
}
