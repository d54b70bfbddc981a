package io.github.phoneidentity.outbox;

import java.time.Duration;
import java.util.Objects;

/**
 * The way that a message takes out of the server: what is slow in one lane keeps nothing waiting in
 * another.
 *
 * @param name the same for all messages that wait for the same service; it may stand in logs
 * @param longest the longest that one hand-over takes
 */
public record Lane(String name, Duration longest) {

  /** For the transactions before and after, and for clocks that differ. */
  private static final Duration MARGIN = Duration.ofSeconds(30);

  public Lane {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(longest, "longest");
  }

  /** How long a node that has claimed a message has it for itself. */
  Duration lease() {
    return longest.plus(MARGIN);
  }
}
