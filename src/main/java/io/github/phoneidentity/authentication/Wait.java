package io.github.phoneidentity.authentication;

import java.time.Duration;

/** A waiting time as pages tell it. */
final class Wait {

  private Wait() {}

  /** Whole minutes, rounded up, so that nobody comes back too early. */
  static long minutes(Duration wait) {
    return Math.max(1, wait.plusSeconds(59).toMinutes());
  }

  /** Whole seconds, rounded up. */
  static long seconds(Duration wait) {
    return wait.plusMillis(999).toSeconds();
  }
}
