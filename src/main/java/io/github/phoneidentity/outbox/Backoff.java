package io.github.phoneidentity.outbox;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long a row waits after a try that failed: the first wait, doubled by every further failure,
 * and never more than the longest.
 *
 * @param first the wait after the first failure; positive
 * @param longest not shorter than {@code first}
 */
public record Backoff(Duration first, Duration longest) {

  /** 2 to the power of 30 of even the shortest wait is longer than any row lives. */
  private static final int MOST_DOUBLINGS = 30;

  public Backoff {
    if (first.isNegative() || first.isZero() || longest.compareTo(first) < 0) {
      throw new IllegalArgumentException("Not a backoff: " + first + " to " + longest);
    }
  }

  /**
   * @param failures how often the row has failed so far; at least 1
   */
  public Duration after(int failures) {
    if (failures < 1) {
      throw new IllegalArgumentException("A wait follows a failure");
    }
    Duration wait = first.multipliedBy(1L << Math.min(failures - 1, MOST_DOUBLINGS));
    return wait.compareTo(longest) < 0 ? wait : longest;
  }

  /**
   * The same, shortened at random by up to a half, so that what failed together is not tried
   * together again.
   */
  public Duration after(int failures, RandomGenerator random) {
    Duration wait = after(failures);
    return wait.minusMillis((long) (random.nextDouble() * wait.toMillis() / 2));
  }
}
