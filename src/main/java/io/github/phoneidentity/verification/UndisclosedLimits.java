package io.github.phoneidentity.verification;

import io.github.phoneidentity.limit.Limit;
import io.github.phoneidentity.policy.VerificationPolicy;
import io.github.phoneidentity.verification.jpa.MessageStore.Message;
import java.util.List;

/**
 * Rate limits that are enforced without being disclosed, to prevent user enumeration: those of the
 * account's contact, its country and the realm. The statements are the same whether or not the
 * account exists.
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

  /** Whether the purpose has such limits. */
  boolean apply() {
    return subject.purpose().asksAboutAccount();
  }

  /** Releases a withheld message if the limits allow it; true if it was released. */
  boolean release(UnitOfWork transaction, Message message) {
    boolean within = take(transaction, limits.ofUndisclosedSend(subject));
    boolean go = within && subject.isSent(policy);
    transaction.messages.release(message, go);
    return go;
  }

  /** Whether a counted guess may be right. */
  boolean mayBeRight(UnitOfWork transaction) {
    return take(transaction, limits.ofUndisclosedGuess(subject)) && !subject.isDecoy();
  }

  /** Consumes the limits, or rolls back and reports the exceeded ones to the metrics. */
  private static boolean take(UnitOfWork transaction, List<Limit> limits) {
    List<Limit> exceeded = transaction.limiter.takeAlike(limits);
    exceeded.forEach(Limit::reportExceeded);
    if (!exceeded.isEmpty()) {
      transaction.undo();
    }
    return exceeded.isEmpty();
  }
}
