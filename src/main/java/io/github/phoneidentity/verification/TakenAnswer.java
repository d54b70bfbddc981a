package io.github.phoneidentity.verification;

import java.time.Duration;

/**
 * Whether a registration may disclose that a value belongs to another user.
 *
 * @param outcome what may be answered
 * @param retryAfter when to try again, when limited; zero otherwise
 */
public record TakenAnswer(Outcome outcome, Duration retryAfter) {

  /** What can happen. */
  public enum Outcome {
    /** It may be disclosed, and was counted. */
    DISCLOSE,
    /** The request origin has asked too much within the hour: nothing was counted. */
    LIMITED,
    /** A proof has expired, was consumed or revoked: it is answered like an unknown one. */
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
