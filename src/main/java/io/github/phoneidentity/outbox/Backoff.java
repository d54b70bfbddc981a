package io.github.phoneidentity.outbox;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Exponential backoff of a row that failed: the delay starts with {@code first}, doubles with every
 * further failure, and is capped at {@code longest}.
 *
 * @param first the delay after the first failure; positive
 * @param longest the longest delay; not shorter than {@code first}
 */
public record Backoff(Duration first, Duration longest) {

  /** Prevents an overflow: 2^30 times even the shortest delay is longer than any row is kept. */
  private static final int MAX_DOUBLINGS = 30;

  public Backoff {
    if (first.isNegative() || first.isZero() || longest.compareTo(first) < 0) {
      throw new IllegalArgumentException("Not a backoff: " + first + " to " + longest);
    }
  }

  /**
   * The delay after so many failures.
   *
   * @param failures how often the row has failed so far; at least 1
   */
  public Duration after(int failures) {
    if (failures < 1) {
      throw new IllegalArgumentException("A wait follows a failure");
    }
    Duration delay = first.multipliedBy(1L << Math.min(failures - 1, MAX_DOUBLINGS));
    return delay.compareTo(longest) < 0 ? delay : longest;
  }

  /**
   * The same with jitter: the delay is shortened at random by up to a half, so that rows which
   * failed together are not retried together.
   */
  public Duration after(int failures, RandomGenerator random) {
    Duration delay = after(failures);
    return delay.minusMillis((long) (random.nextDouble() * delay.toMillis() / 2));
  }
}
