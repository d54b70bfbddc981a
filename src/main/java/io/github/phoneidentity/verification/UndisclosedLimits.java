package io.github.phoneidentity.verification;

import io.github.phoneidentity.policy.VerificationPolicy;
import io.github.phoneidentity.verification.jpa.MessageStore.Message;

/**
 * What holds a message or a guess back without a word, where the answer may not reveal an account:
 * that there is none, that its contact is not allowed or has got enough. It takes the same
 * statements for an account and for none.
 */
final class UndisclosedLimits {

  private final RateLimits budgets;
  private final VerificationPolicy policy;
  private final Subject subject;

  UndisclosedLimits(String realmId, VerificationPolicy policy, Subject subject) {
    this.budgets = new RateLimits(realmId, policy);
    this.policy = policy;
    this.subject = subject;
  }

  /** Whether there is anything to hold back in silence. */
  boolean decide() {
    return subject.purpose().asksAboutAccount();
  }

  /** Lets a message go that was ordered as withheld, or leaves it; true if it goes. */
  boolean release(Transaction transaction, Message message) {
    if (transaction.limiter.take(budgets.ofUndisclosedSend(subject)).isPresent()) {
      transaction.undo();
      return false;
    }
    boolean go = !subject.isDecoy() && subject.isAllowed(policy);
    transaction.messages.release(message, go);
    return go;
  }

  /** Whether a guess that was counted may turn out right. */
  boolean mayBeRight(Transaction transaction) {
    boolean within = transaction.limiter.take(budgets.ofUndisclosedGuess(subject)).isEmpty();
    return within && !subject.isDecoy();
  }
}
