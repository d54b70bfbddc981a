package io.github.phoneidentity.limit;

import java.time.Duration;

/** A waiting time as people are told it, rounded up, so that nobody comes back too early. */
public final class RetryAfter {

  private RetryAfter() {}

  /** Whole seconds. */
  public static long seconds(Duration wait) {
    return wait.plusMillis(999).toSeconds();
  }

  /** The parameters of the message that tells a limit: whole minutes, and whole hours. */
  public static Object[] minutesAndHours(Duration wait) {
    long minutes = Math.max(1, wait.plusSeconds(59).toMinutes());
    return new Object[] {minutes, (minutes + 59) / 60};
  }
}
