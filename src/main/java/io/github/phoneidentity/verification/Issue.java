package io.github.phoneidentity.verification;

import java.time.Duration;

/** The answer to a request for a code, or for the same code again. */
public sealed interface Issue {

  /** The code is on its way. */
  record Issued(Challenge challenge) implements Issue {}

  /** A budget is used up: nothing was sent or spent. */
  record Limited(Duration retryAfter) implements Issue {}

  /** There is no such challenge, or it has ended. */
  record Gone() implements Issue {}
}
