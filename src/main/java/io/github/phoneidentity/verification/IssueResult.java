package io.github.phoneidentity.verification;

import io.github.phoneidentity.outbox.Delivery;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The result of a request for a code, or for the same code again.
 *
 * @param outcome what happened
 * @param challenge the challenge if it was issued; null, and not to be asked for, otherwise
 * @param retryAfter when the request may be repeated if a rate limit is exceeded; zero otherwise
 * @param delivery the outcome of the delivery; {@link Delivery#PENDING} at once if nothing was sent
 *     or the purpose does not disclose it
 */
public record IssueResult(
    Outcome outcome,
    @Nullable Challenge challenge,
    Duration retryAfter,
    CompletableFuture<Delivery> delivery) {

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

  /** No delivery, or one whose outcome must not be disclosed. */
  static final CompletableFuture<Delivery> UNDISCLOSED =
      CompletableFuture.completedFuture(Delivery.PENDING);

  /**
   * The challenge that was issued.
   *
   * @throws IllegalStateException if none was, by {@link #outcome()}
   */
  @Override
  public Challenge challenge() {
    if (challenge == null) {
      throw new IllegalStateException("There is no challenge: " + outcome);
    }
    return challenge;
  }

  /** A message for the challenge is being delivered. */
  static IssueResult issued(Challenge challenge, CompletableFuture<Delivery> delivery) {
    return new IssueResult(Outcome.ISSUED, challenge, Duration.ZERO, delivery);
  }

  /** The challenge is open, and no message for it is being delivered. */
  static IssueResult issued(Challenge challenge) {
    return issued(challenge, UNDISCLOSED);
  }

  static IssueResult limited(Duration retryAfter) {
    return new IssueResult(Outcome.LIMITED, null, retryAfter, UNDISCLOSED);
  }

  static IssueResult notAllowed() {
    return new IssueResult(Outcome.NOT_ALLOWED, null, Duration.ZERO, UNDISCLOSED);
  }

  static IssueResult gone() {
    return new IssueResult(Outcome.GONE, null, Duration.ZERO, UNDISCLOSED);
  }
}
