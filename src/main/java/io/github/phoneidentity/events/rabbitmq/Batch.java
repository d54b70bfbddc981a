package io.github.phoneidentity.events.rabbitmq;

import io.github.phoneidentity.events.jpa.UserEvent;
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
 * earlier one of its subject, whatever is lost, returned or sent again. An event that has failed
 * before goes alone, so that it is known whose fault it is when the broker closes the channel.
 */
final class Batch {

  /**
   * An event that was tried.
   *
   * @param alone whether nothing else was on its way
   */
  record Tried(UserEvent event, Outcome outcome, String reason, boolean alone) {

    Fate fate() {
      return Fate.of(outcome, event.tries(), alone);
    }
  }

  private final int window;
  private final Map<String, Deque<UserEvent>> waiting = new LinkedHashMap<>();
  private final Deque<UserEvent> ready = new ArrayDeque<>();
  private final Deque<UserEvent> suspects = new ArrayDeque<>();
  private final Map<String, UserEvent> onTheirWay = new HashMap<>();
  private final List<Tried> tried = new ArrayList<>();
  private boolean closed;

  /**
   * @param events in the order of the outbox
   * @param window how many may be on their way at once
   */
  Batch(List<UserEvent> events, int window) {
    this.window = window;
    for (UserEvent event : events) {
      waiting.computeIfAbsent(event.subject(), subject -> new ArrayDeque<>()).add(event);
    }
    List.copyOf(waiting.keySet()).forEach(this::promote);
  }

  /** The event to publish now; empty if an answer has to come first, or if there is none left. */
  Optional<UserEvent> next() {
    if (closed || onTheirWay.size() >= (suspectIsOnItsWay() ? 1 : window)) {
      return Optional.empty();
    }
    UserEvent event = ready.poll();
    if (event == null && onTheirWay.isEmpty()) {
      event = suspects.poll();
    }
    if (event != null) {
      onTheirWay.put(event.id(), event);
    }
    return Optional.ofNullable(event);
  }

  private boolean suspectIsOnItsWay() {
    return onTheirWay.values().stream().limit(1).anyMatch(event -> event.tries() > 0);
  }

  /** Takes the answer to an event; one to something that is not on its way is ignored. */
  void answer(String id, Outcome outcome, String reason) {
    boolean alone = onTheirWay.size() == 1;
    UserEvent event = onTheirWay.remove(id);
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
    UserEvent event = waiting.get(subject).poll();
    if (event != null) {
      (event.tries() > 0 ? suspects : ready).add(event);
    }
  }
}
