package io.github.phoneidentity.verification;

import io.github.phoneidentity.policy.VerificationPolicy;
import io.github.phoneidentity.verification.jpa.MessageStore.Message;

/**
 * Rate limits that are enforced without being disclosed, to prevent user enumeration: those of the
 * account's contact, its country and the realm. The statements are the same whether or not the
 * account exists.
 */
final class UndisclosedLimits {

  private final RateLimits limits;
  private final VerificationPolicy policy;
  private final RateLimitKeys keys;

  UndisclosedLimits(String realmId, VerificationPolicy policy, RateLimitKeys keys) {
    this.limits = new RateLimits(realmId, policy);
    this.policy = policy;
    this.keys = keys;
  }

  /** Whether the purpose has such limits. */
  boolean apply() {
    return keys.purpose().asksAboutAccount();
  }

  /** Releases a withheld message if the limits allow it; true if it was released. */
  boolean release(UnitOfWork work, Message message) {
    boolean isReleased = work.takeAlike(limits.ofUndisclosedSend(keys)) && keys.isSent(policy);
    work.messages.release(message, isReleased);
    return isReleased;
  }

  /** Counts a guess that the disclosed limit has counted; whether it may be right. */
  boolean mayBeRight(UnitOfWork work) {
    return !apply()
        || (limits.ofUndisclosedGuess(keys).stream().allMatch(work::takeOneAlike)
            && !keys.isDecoy());
  }
}
