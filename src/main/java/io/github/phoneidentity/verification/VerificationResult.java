package io.github.phoneidentity.verification;

import java.time.Duration;

/**
 * The answer to a code that was typed.
 *
 * @param outcome what happened
 * @param proof the proven challenge, when proven; null otherwise
 * @param attemptsLeft guesses that are left, when it was a mismatch; zero otherwise
 * @param codeLength how many digits a code has, when it was malformed; zero otherwise
 * @param retryAfter when to try again, when limited; zero otherwise
 */
public record VerificationResult(
    Outcome outcome, Challenge proof, int attemptsLeft, int codeLength, Duration retryAfter) {

  /** What can happen. */
  public enum Outcome {
    /** The code is right, and this was its one use. */
    PROVEN,
    /** The code is wrong. */
    MISMATCH,
    /** What was typed cannot be a code (wrong length, letters): no guess was spent. */
    MALFORMED,
    /** The hourly number of guesses is used up. */
    LIMITED,
    /** Unknown, expired, used, replaced, or out of guesses: one answer. */
    GONE
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
