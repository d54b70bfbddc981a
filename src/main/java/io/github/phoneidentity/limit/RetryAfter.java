package io.github.phoneidentity.limit;

import java.time.Duration;

/** A retry-after time for people and clients, rounded up so that nobody retries too early. */
public final class RetryAfter {

  private RetryAfter() {}

  /** The time in whole seconds, rounded up. */
  public static long seconds(Duration wait) {
    return wait.plusMillis(999).toSeconds();
  }

  /**
   * The parameters of the message about an exceeded limit: the time in whole minutes and in whole
   * hours, rounded up to at least one.
   */
  public static Object[] minutesAndHours(Duration wait) {
    long minutes = Math.max(1, wait.plusSeconds(59).toMinutes());
    return new Object[] {minutes, (minutes + 59) / 60};
  }
}
