package io.github.phoneidentity.verification;

import io.github.phoneidentity.outbox.Delivery;
import java.time.Duration;

/**
 * A code that was asked for, as pages and answers may show it. It holds no code: that is derived
 * when it is needed.
 *
 * @param id the unguessable id (UUID, 122 random bits)
 * @param purpose what it is for
 * @param recipient where the code went
 * @param userId the user whom it is about; null for a registration, and in a decoy
 * @param state whether it can still be answered
 * @param codeLength digits of the code
 * @param attemptsLeft guesses that are left
 * @param expiresIn how long the code, or the proof once there is one, is still good; never negative
 * @param resendIn how long until the same code may be sent again; zero is now
 * @param sentAt when the newest message was asked for, epoch milliseconds
 * @param delivery how far the newest message has come; always pending where it may not be told
 */
public record Challenge(
    String id,
    Purpose purpose,
    Recipient recipient,
    String userId,
    State state,
    int codeLength,
    int attemptsLeft,
    Duration expiresIn,
    Duration resendIn,
    long sentAt,
    Delivery delivery) {

  /** What can be done with a challenge. */
  public enum State {
    /** The code is awaited. */
    OPEN,
    /** The code was given: the recipient is proven. */
    PROVEN,
    /** The proof was spent. */
    SPENT,
    /** Another challenge of the same browser session took its place. */
    REPLACED,
    /**
     * The proof was given too many answers about other users' accounts: it is worth nothing now.
     */
    REVOKED
  }

  /** Can the code still be given? */
  public boolean isOpen() {
    return state == State.OPEN && attemptsLeft > 0 && !expiresIn.isZero();
  }

  /** Can the proof still be spent? */
  public boolean isProof() {
    return state == State.PROVEN && !expiresIn.isZero();
  }
}
