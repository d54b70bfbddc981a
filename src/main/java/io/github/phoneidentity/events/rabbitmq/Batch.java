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
import java.util.Optional;

/**
 * The order in which claimed events are given to the broker. Of each subject one event is on its
 * way at a time, and the next one follows when that is confirmed: so no event can arrive before an
 * earlier one of its subject, whatever is lost, returned or sent again. When the broker closes the
 * channel over one of several, each of these goes alone, so that it is known which one it was.
 */
final class Batch {

  /**
   * An event that was tried.
   *
   * @param alone whether nothing else was on its way
   */
  record Tried(OutboxEvent event, Outcome outcome, String reason, boolean alone) {

    Fate fate() {
      return Fate.of(outcome, event.offences(), alone);
    }

    /** What to write of it, if it was not published. */
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
  private final Map<String, OutboxEvent> onTheirWay = new LinkedHashMap<>();
  private final List<Tried> tried = new ArrayList<>();

  /** Routing keys that may not be published, each with the broker's reason. */
  private final Map<String, String> forbidden = new HashMap<>();

  private boolean suspectIsOnItsWay;
  private boolean closed;

  /**
   * @param events in the order of the outbox
   * @param window how many may be on their way at once
   */
  Batch(List<OutboxEvent> events, int window) {
    this.window = window;
    for (OutboxEvent event : events) {
      waiting.computeIfAbsent(event.subject(), subject -> new ArrayDeque<>()).add(event);
    }
    List.copyOf(waiting.keySet()).forEach(this::promote);
  }

  /** The event to publish now; empty if an answer has to come first, or if there is none left. */
  Optional<OutboxEvent> next() {
    if (closed || onTheirWay.size() >= (suspectIsOnItsWay ? 1 : window)) {
      return Optional.empty();
    }
    OutboxEvent event = poll();
    while (event != null && forbidden.containsKey(event.routingKey())) {
      tried.add(new Tried(event, Outcome.FORBIDDEN, forbidden.get(event.routingKey()), true));
      event = poll();
    }
    if (event != null) {
      onTheirWay.put(event.id(), event);
    }
    return Optional.ofNullable(event);
  }

  private OutboxEvent poll() {
    OutboxEvent event = ready.poll();
    suspectIsOnItsWay = event == null && onTheirWay.isEmpty();
    return suspectIsOnItsWay ? suspects.poll() : event;
  }

  /** Takes the answer to an event; one to something that is not on its way is ignored. */
  void answer(String id, Outcome outcome, String reason) {
    boolean alone = onTheirWay.size() == 1;
    OutboxEvent event = onTheirWay.remove(id);
    if (event == null) {
      return;
    }
    tried.add(new Tried(event, outcome, reason, alone));
    if (outcome == Outcome.CONFIRMED || outcome == Outcome.UNWRITABLE) {
      promote(event.subject());
    }
  }

  /** Takes the same answer to everything that is on its way. */
  void answerAll(Outcome outcome, String reason) {
    boolean alone = onTheirWay.size() == 1;
    onTheirWay.values().forEach(event -> tried.add(new Tried(event, outcome, reason, alone)));
    onTheirWay.clear();
    close();
  }

  /**
   * The broker has closed the channel over one of those that are on their way, and there is another
   * channel. What was alone has its answer, and so have all of its routing key if that is
   * forbidden; of several each is sent again, alone.
   */
  void closedOver(Outcome outcome, String reason) {
    if (onTheirWay.size() == 1) {
      OutboxEvent only = onTheirWay.values().iterator().next();
      if (outcome == Outcome.FORBIDDEN) {
        forbidden.put(only.routingKey(), reason);
      }
      answer(only.id(), outcome, reason);
    } else {
      suspects.addAll(onTheirWay.values());
      onTheirWay.clear();
    }
  }

  /** Nothing more is published; what is on its way may still be answered. */
  void close() {
    closed = true;
  }

  boolean awaitsAnswers() {
    return !onTheirWay.isEmpty();
  }

  /** Whether there is something to publish or to wait for. */
  boolean isUnfinished() {
    return awaitsAnswers() || (!closed && !(ready.isEmpty() && suspects.isEmpty()));
  }

  List<Tried> tried() {
    return List.copyOf(tried);
  }

  private void promote(String subject) {
    OutboxEvent event = waiting.get(subject).poll();
    if (event != null) {
      (event.alone() ? suspects : ready).add(event);
    }
  }
}
