package io.github.phoneidentity.verification;

import java.time.Duration;

/**
 * The answer to a request for a code, or for the same code again.
 *
 * @param outcome what happened
 * @param challenge the challenge, when issued; null otherwise
 * @param retryAfter when to ask again, when limited; zero otherwise
 */
public record IssueResult(Outcome outcome, Challenge challenge, Duration retryAfter) {

  /** What can happen. */
  public enum Outcome {
    /** The code is on its way. */
    ISSUED,
    /** A budget is used up: nothing was sent or spent. */
    LIMITED,
    /** The realm sends no texts to this kind of number or to its country. */
    NOT_ALLOWED,
    /** There is no such challenge, or it has ended. */
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
