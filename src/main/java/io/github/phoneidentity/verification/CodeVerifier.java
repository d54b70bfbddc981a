package io.github.phoneidentity.verification;

import io.github.phoneidentity.limit.Limit;
import io.github.phoneidentity.limit.LimitExceededException;
import io.github.phoneidentity.phone.TypedDigits;
import io.github.phoneidentity.policy.EventErrors;
import io.github.phoneidentity.policy.RealmPolicy;
import io.github.phoneidentity.policy.VerificationPolicy;
import io.github.phoneidentity.verification.jpa.ChallengeEntity;
import java.util.List;
import java.util.Optional;
import org.keycloak.events.EventBuilder;
import org.keycloak.events.EventType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/** Verifies codes. Each guess is counted and committed before it is compared. */
final class CodeVerifier {

  private final KeycloakSession session;
  private final NewTransactions transactions;
  private final ChallengeCodes codes;
  private final VerificationMeters meters;

  CodeVerifier(
      KeycloakSession session,
      NewTransactions transactions,
      ChallengeCodes codes,
      VerificationMeters meters) {
    this.session = session;
    this.transactions = transactions;
    this.codes = codes;
    this.meters = meters;
  }

  VerificationResult confirm(RealmModel realm, Binding binding, String id, String typed) {
    Optional<ChallengeEntity> found = transactions.open(realm, binding, id);
    if (found.isEmpty()) {
      return VerificationResult.gone();
    }
    ChallengeEntity challenge = found.get();
    VerificationResult result = verify(realm, challenge, typed);
    meters.verified(challenge.purpose(), result);
    return result;
  }

  private VerificationResult verify(RealmModel realm, ChallengeEntity challenge, String typed) {
    Optional<String> guess = TypedDigits.code(typed, challenge.codeLength());
    if (guess.isEmpty()) {
      return VerificationResult.malformed(challenge.codeLength());
    }
    VerificationPolicy policy = RealmPolicy.of(realm);
    VerificationResult counted;
    try {
      counted = transactions.run(policy, work -> count(work, realm, policy, challenge));
    } catch (LimitExceededException e) {
      return VerificationResult.limited(e.retryAfter());
    }
    if (counted.outcome() != VerificationResult.Outcome.MISMATCH) {
      return counted;
    }
    UndisclosedLimits undisclosed =
        new UndisclosedLimits(realm.getId(), policy, RateLimitKeys.of(challenge));
    boolean mayBeRight = !undisclosed.apply() || transactions.run(policy, undisclosed::mayBeRight);
    ChallengeCodes.Comparison comparison = codes.compare(session, realm, challenge, guess.get());
    if (comparison == ChallengeCodes.Comparison.KEY_GONE) {
      return VerificationResult.gone();
    }
    if (comparison == ChallengeCodes.Comparison.SAME && mayBeRight) {
      return transactions.run(policy, work -> prove(work, policy, challenge));
    }
    countFailure(realm, policy);
    return counted;
  }

  /**
   * Counts a wrong code of the realm, and reports once in a window that their limit is exceeded.
   */
  private void countFailure(RealmModel realm, VerificationPolicy policy) {
    new RateLimits(realm.getId(), policy)
        .ofFailures()
        .filter(limit -> transactions.run(policy, work -> work.countFailure(limit)))
        .ifPresent(
            limit -> {
              limit.reportExceeded();
              new EventBuilder(realm, session, session.getContext().getConnection())
                  .event(EventType.LOGIN)
                  .detail("limit", limit.scope())
                  .error(EventErrors.TOO_MANY_FAILURES);
            });
  }

  /**
   * Counts a guess against the hourly limit and against the challenge, both or neither. A mismatch
   * says that it was counted, and stays the result unless the code turns out to be right.
   */
  private static VerificationResult count(
      UnitOfWork work, RealmModel realm, VerificationPolicy policy, ChallengeEntity challenge) {
    Limit hourly = new RateLimits(realm.getId(), policy).ofGuess(RateLimitKeys.of(challenge));
    work.take(List.of(hourly));
    Optional<ChallengeEntity> counted = work.store.countGuess(challenge.id());
    if (counted.isEmpty()) {
      work.rollBack();
      return VerificationResult.gone();
    }
    return VerificationResult.mismatch(counted.get().attemptsLeft());
  }

  /**
   * A proof for a password reset lives no longer than a code: with it the id of the challenge is
   * all that a client needs to reset the password, and proxies log ids.
   */
  private static VerificationResult prove(
      UnitOfWork work, VerificationPolicy policy, ChallengeEntity challenge) {
    boolean shorter =
        challenge.purpose() == Purpose.PASSWORD_RESET
            && policy.codeLifespan().compareTo(policy.proofLifespan()) < 0;
    return work.store
        .prove(challenge.id(), shorter ? policy.codeLifespan() : policy.proofLifespan())
        .map(proven -> VerificationResult.proven(work.view(proven)))
        .orElseGet(VerificationResult::gone);
  }
}
