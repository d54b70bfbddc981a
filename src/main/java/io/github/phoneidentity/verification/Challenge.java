package io.github.phoneidentity.verification;

import io.github.phoneidentity.outbox.Delivery;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A challenge, as pages and responses may show it. It does not hold the code, which is derived when
 * it is needed.
 *
 * @param id the unguessable id (UUID, 122 random bits)
 * @param purpose what its proof can be consumed for
 * @param recipient where the code was sent
 * @param userId the id of the user; null for a registration, and in a decoy
 * @param state whether it can still be answered
 * @param codeLength the number of digits of the code
 * @param attemptsLeft the remaining guesses; never negative
 * @param expiresIn how long the code, or the proof once the code was verified, remains valid; never
 *     negative
 * @param resendIn how long until the same code may be sent again; zero if it may be now
 * @param sentAt when the newest message was requested, in epoch milliseconds
 * @param delivery the delivery status of the newest message; always pending where it is not
 *     disclosed
 */
public record Challenge(
    String id,
    Purpose purpose,
    Recipient recipient,
    @Nullable String userId,
    State state,
    int codeLength,
    int attemptsLeft,
    Duration expiresIn,
    Duration resendIn,
    long sentAt,
    Delivery delivery) {

  /** The states of a challenge. Expiry is not a state: see {@link #expiresIn()}. */
  public enum State {
    /** The code has not been verified yet. */
    OPEN,
    /** The code was verified, and the challenge is a proof that can be consumed. */
    PROVEN,
    /** The proof was consumed. */
    SPENT,
    /** A newer challenge of the same binding replaced it. */
    REPLACED,
    /** The proof received too many answers about other users' values and is not valid any more. */
    REVOKED
  }

  /** Whether the code can still be verified. */
  public boolean isOpen() {
    return state == State.OPEN && attemptsLeft > 0 && !expiresIn.isZero();
  }

  /** Whether it is a proof that can still be consumed. */
  public boolean isProof() {
    return state == State.PROVEN && !expiresIn.isZero();
  }
}
