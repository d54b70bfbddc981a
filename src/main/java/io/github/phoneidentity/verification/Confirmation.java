package io.github.phoneidentity.verification;

import java.time.Duration;

/** The answer to a code that was typed. */
public sealed interface Confirmation {

  /** The code is right, and this was its one use. */
  record Proven(Challenge challenge) implements Confirmation {}

  /** The code is wrong. */
  record Mismatch(int attemptsLeft) implements Confirmation {}

  /** What was typed cannot be a code (wrong length, letters): no guess was spent. */
  record Malformed(int codeLength) implements Confirmation {}

  /** The hourly number of guesses is used up. */
  record Limited(Duration retryAfter) implements Confirmation {}

  /** Unknown, expired, used, replaced, or out of guesses: one answer. */
  record Gone() implements Confirmation {}
}
