package io.github.phoneidentity.verification;

import java.time.Duration;

/**
 * The result of a request for a code, or for the same code again.
 *
 * @param outcome what happened
 * @param challenge the challenge if it was issued; null otherwise
 * @param retryAfter when the request may be repeated if a rate limit is exceeded; zero otherwise
 */
public record IssueResult(Outcome outcome, Challenge challenge, Duration retryAfter) {

  /** The possible outcomes. */
  public enum Outcome {
    /** There is a challenge, and a message for it. */
    ISSUED,
    /** A rate limit is exceeded: nothing was sent or consumed. */
    LIMITED,
    /** The realm sends no texts to this kind of number or to its country. */
    NOT_ALLOWED,
    /** The challenge does not exist, or is not open any more. */
    GONE
  }

  static IssueResult issued(Challenge challenge) {
    return new IssueResult(Outcome.ISSUED, challenge, Duration.ZERO);
  }

  static IssueResult limited(Duration retryAfter) {
    return new IssueResult(Outcome.LIMITED, null, retryAfter);
  }

  static IssueResult notAllowed() {
    return new IssueResult(Outcome.NOT_ALLOWED, null, Duration.ZERO);
  }

  static IssueResult gone() {
    return new IssueResult(Outcome.GONE, null, Duration.ZERO);
  }
}
