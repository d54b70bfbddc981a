package io.github.phoneidentity.verification;

import io.github.phoneidentity.limit.Limit;
import io.github.phoneidentity.policy.VerificationPolicy;
import io.github.phoneidentity.verification.jpa.MessageStore.Message;
import java.util.List;

/**
 * Rate limits that are enforced without being disclosed, where the answer may not tell whether an
 * account exists: of its contact, its country, the realm. They take the same statements for an
 * account and for none.
 */
final class UndisclosedLimits {

  private final RateLimits limits;
  private final VerificationPolicy policy;
  private final RateLimitKeys subject;

  UndisclosedLimits(String realmId, VerificationPolicy policy, RateLimitKeys subject) {
    this.limits = new RateLimits(realmId, policy);
    this.policy = policy;
    this.subject = subject;
  }

  /** Whether there are any for this purpose. */
  boolean apply() {
    return subject.purpose().asksAboutAccount();
  }

  /** Lets a message go that was ordered as withheld, or leaves it; true if it goes. */
  boolean release(UnitOfWork transaction, Message message) {
    boolean within = take(transaction, limits.ofUndisclosedSend(subject));
    boolean go = within && subject.isSent(policy);
    transaction.messages.release(message, go);
    return go;
  }

  /** Whether a guess that was counted may turn out right. */
  boolean mayBeRight(UnitOfWork transaction) {
    return take(transaction, limits.ofUndisclosedGuess(subject)) && !subject.isDecoy();
  }

  /** What was exceeded is written by nobody, and counts in the metrics. */
  private static boolean take(UnitOfWork transaction, List<Limit> limits) {
    List<Limit> exceeded = transaction.limiter.takeAlike(limits);
    exceeded.forEach(Limit::reportExceeded);
    if (!exceeded.isEmpty()) {
      transaction.undo();
    }
    return exceeded.isEmpty();
  }
}
