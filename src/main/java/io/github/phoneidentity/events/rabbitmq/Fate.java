package io.github.phoneidentity.events.rabbitmq;

import io.github.phoneidentity.outbox.Backoff;
import java.time.Duration;

/** What happens to an event after a try. */
enum Fate {
  /** It is done. */
  PUBLISHED,
  /** The try counts, and it waits for the next one. */
  WAITS,
  /** It is a dead letter. */
  DEAD,
  /** The try does not count: the event is due as before. */
  UNTOUCHED;

  /** Closed channels after which the message that they were closed over is given up. */
  static final int MOST_OFFENCES = 5;

  /** The waits between the tries of one event. */
  static final Backoff BACKOFF = new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(1));

  /**
   * Only what can never be published becomes a dead letter. What has no route, finds a full queue
   * or is forbidden can be published as soon as an operator has mended the broker. What is lost
   * alone waits, so that a message which costs the connection each time lets others pass.
   *
   * @param offences over how many earlier tries the broker closed the channel for its sake alone
   * @param alone whether nothing else was on its way, so that it was this message for certain
   */
  static Fate of(Outcome outcome, int offences, boolean alone) {
    return switch (outcome) {
      case CONFIRMED -> PUBLISHED;
      case RETURNED, NACKED, FORBIDDEN -> WAITS;
      case OFFENDED -> alone && offences + 1 >= MOST_OFFENCES ? DEAD : WAITS;
      case UNWRITABLE -> DEAD;
      case LOST -> alone ? WAITS : UNTOUCHED;
    };
  }
}
