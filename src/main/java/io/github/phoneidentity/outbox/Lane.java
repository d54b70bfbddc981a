package io.github.phoneidentity.outbox;

import java.time.Duration;
import java.util.Objects;

/**
 * The bulkhead of an external service: a slow lane does not block another one.
 *
 * @param name the same for all messages to the same service; it may be written to logs
 * @param longest the longest duration of one hand-over
 */
public record Lane(String name, Duration longest) {

  /** Covers the transactions before and after the hand-over, and the clock skew between nodes. */
  private static final Duration MARGIN = Duration.ofSeconds(30);

  public Lane {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(longest, "longest");
  }

  /**
   * How long a claim lasts: a message without an outcome after that time was claimed by a node that
   * died.
   */
  Duration lease() {
    return longest.plus(MARGIN);
  }
}
