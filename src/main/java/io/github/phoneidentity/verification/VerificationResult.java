package io.github.phoneidentity.verification;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The result of verifying a typed code.
 *
 * @param outcome what happened
 * @param challenge the challenge that the code was typed for: the proven one if the code was right;
 *     null if there is none of its id and binding
 * @param attemptsLeft the remaining guesses after a mismatch; zero otherwise
 * @param codeLength the number of digits of a code if the typed one was malformed; zero otherwise
 * @param retryAfter when the request may be repeated if a rate limit is exceeded; zero otherwise
 */
public record VerificationResult(
    Outcome outcome,
    @Nullable Challenge challenge,
    int attemptsLeft,
    int codeLength,
    Duration retryAfter) {

  /** The possible outcomes. */
  public enum Outcome {
    /** The code is right and cannot be used again. */
    PROVEN,
    /** The code is wrong. */
    MISMATCH,
    /** The typed text cannot be a code (wrong length, letters): no guess was counted. */
    MALFORMED,
    /** The hourly limit of guesses is exceeded. */
    LIMITED,
    /**
     * The challenge is unknown, expired, proven before, replaced or out of guesses; the result is
     * the same.
     */
    GONE
  }

  /**
   * The proven challenge.
   *
   * @throws IllegalStateException if the code was not right, by {@link #outcome()}
   */
  public Challenge proof() {
    if (challenge == null || outcome != Outcome.PROVEN) {
      throw new IllegalStateException("There is no proof: " + outcome);
    }
    return challenge;
  }

  /** The same result about a challenge, unless it has one. */
  VerificationResult about(Challenge about) {
    return challenge == null
        ? new VerificationResult(outcome, about, attemptsLeft, codeLength, retryAfter)
        : this;
  }

  static VerificationResult proven(Challenge proof) {
    return new VerificationResult(Outcome.PROVEN, proof, 0, 0, Duration.ZERO);
  }

  static VerificationResult mismatch(int attemptsLeft) {
    return new VerificationResult(Outcome.MISMATCH, null, attemptsLeft, 0, Duration.ZERO);
  }

  static VerificationResult malformed(int codeLength) {
    return new VerificationResult(Outcome.MALFORMED, null, 0, codeLength, Duration.ZERO);
  }

  static VerificationResult limited(Duration retryAfter) {
    return new VerificationResult(Outcome.LIMITED, null, 0, 0, retryAfter);
  }

  static VerificationResult gone() {
    return new VerificationResult(Outcome.GONE, null, 0, 0, Duration.ZERO);
  }
}
