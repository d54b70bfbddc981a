package io.github.phoneidentity.events.rabbitmq;

import io.github.phoneidentity.outbox.Backoff;
import java.time.Duration;

/** The state of an event after a try. */
enum PublicationState {
  /** It was published. */
  PUBLISHED,
  /** The try has failed and is counted; the event waits for the next one. */
  WAITS,
  /** It is a dead letter. */
  DEAD,
  /** The try is not counted: the event is due as before. */
  UNTOUCHED;

  /**
   * After so many channels that the broker has closed because of one event, it is a dead letter.
   */
  static final int MAX_OFFENCES = 5;

  /** The delays between the tries of an event. */
  static final Backoff BACKOFF = new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(1));

  /**
   * Decides what follows from an outcome. Only an event that can never be published becomes a dead
   * letter. An event without a route, with a full queue or a forbidden routing key can be published
   * once an operator has repaired the broker. An event that is lost alone waits, so that one which
   * closes the connection each time does not block others.
   *
   * @param offences the number of earlier tries at which the broker closed the channel because of
   *     this event
   * @param alone whether no other event was in flight, so that this event is certainly the cause
   */
  static PublicationState of(Outcome outcome, int offences, boolean alone) {
    return switch (outcome) {
      case CONFIRMED -> PUBLISHED;
      case RETURNED, NACKED, FORBIDDEN -> WAITS;
      case OFFENDED -> alone && offences + 1 >= MAX_OFFENCES ? DEAD : WAITS;
      case UNWRITABLE -> DEAD;
      case LOST -> alone ? WAITS : UNTOUCHED;
    };
  }
}
