package io.github.phoneidentity.verification;

import java.time.Duration;

/**
 * Whether a registration may disclose that a value belongs to another user.
 *
 * @param outcome what may be disclosed
 * @param retryAfter when the request may be repeated if a rate limit is exceeded; zero otherwise
 */
public record TakenAnswer(Outcome outcome, Duration retryAfter) {

  /** The possible outcomes. */
  public enum Outcome {
    /** It may be disclosed, and was counted. */
    DISCLOSE,
    /** The hourly limit of the client is exceeded: nothing was counted. */
    LIMITED,
    /** A proof has expired, was consumed or revoked: the answer is that for an unknown one. */
    REVOKED
  }

  static TakenAnswer disclose() {
    return new TakenAnswer(Outcome.DISCLOSE, Duration.ZERO);
  }

  static TakenAnswer limited(Duration retryAfter) {
    return new TakenAnswer(Outcome.LIMITED, retryAfter);
  }

  static TakenAnswer revoked() {
    return new TakenAnswer(Outcome.REVOKED, Duration.ZERO);
  }
}
