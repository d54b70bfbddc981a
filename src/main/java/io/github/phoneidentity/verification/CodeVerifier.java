package io.github.phoneidentity.verification;

import io.github.phoneidentity.limit.Limit;
import io.github.phoneidentity.limit.Refusal;
import io.github.phoneidentity.phone.TypedDigits;
import io.github.phoneidentity.policy.RealmPolicy;
import io.github.phoneidentity.policy.VerificationPolicy;
import io.github.phoneidentity.verification.jpa.ChallengeEntity;
import java.util.List;
import java.util.Optional;
import org.keycloak.events.EventBuilder;
import org.keycloak.events.EventType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/** Takes guesses: each is counted for good before anything is compared. */
final class CodeVerifier {

  /** The error of the event that says that wrong codes of the realm are exceeded. */
  private static final String TOO_MANY_FAILURES = "too_many_failures";

  private final KeycloakSession session;
  private final OwnTransactions transactions;
  private final CodeBook codes;
  private final VerificationMeters meters;

  CodeVerifier(
      KeycloakSession session,
      OwnTransactions transactions,
      CodeBook codes,
      VerificationMeters meters) {
    this.session = session;
    this.transactions = transactions;
    this.codes = codes;
    this.meters = meters;
  }

  Confirmation confirm(RealmModel realm, Binding binding, String id, String typed) {
    Optional<ChallengeEntity> found = transactions.open(realm, binding, id);
    if (found.isEmpty()) {
      return Confirmation.gone();
    }
    ChallengeEntity challenge = found.get();
    return meters.confirmed(challenge.purpose(), confirmed(realm, challenge, typed));
  }

  private Confirmation confirmed(RealmModel realm, ChallengeEntity challenge, String typed) {
    Optional<String> guess = TypedDigits.code(typed, challenge.codeLength());
    if (guess.isEmpty()) {
      return Confirmation.malformed(challenge.codeLength());
    }
    VerificationPolicy policy = RealmPolicy.of(realm);
    Confirmation counted =
        transactions.run(policy, transaction -> count(transaction, realm, policy, challenge));
    if (counted.outcome() != Confirmation.Outcome.MISMATCH) {
      return counted;
    }
    UndisclosedLimits undisclosed =
        new UndisclosedLimits(realm.getId(), policy, Subject.of(challenge));
    boolean mayBeRight = !undisclosed.apply() || transactions.run(policy, undisclosed::mayBeRight);
    CodeBook.Comparison comparison = codes.compare(session, realm, challenge, guess.get());
    if (comparison == CodeBook.Comparison.KEY_GONE) {
      return Confirmation.gone();
    }
    if (comparison == CodeBook.Comparison.SAME && mayBeRight) {
      return transactions.run(policy, transaction -> prove(transaction, policy, challenge));
    }
    countFailure(realm, policy);
    return counted;
  }

  /** Counts a wrong code of the realm, and reports when they are exceeded, once in a window. */
  private void countFailure(RealmModel realm, VerificationPolicy policy) {
    new RateLimits(realm.getId(), policy)
        .ofFailures()
        .filter(limit -> transactions.run(policy, transaction -> transaction.countFailure(limit)))
        .ifPresent(
            limit -> {
              limit.reportExceeded();
              new EventBuilder(realm, session, session.getContext().getConnection())
                  .event(EventType.LOGIN)
                  .detail("limit", limit.scope())
                  .error(TOO_MANY_FAILURES);
            });
  }

  /**
   * Counts a guess by the hour and by the challenge, both or none; a mismatch stands until it is
   * compared.
   */
  private static Confirmation count(
      Transaction transaction,
      RealmModel realm,
      VerificationPolicy policy,
      ChallengeEntity challenge) {
    Limit hourly = new RateLimits(realm.getId(), policy).ofGuess(Subject.of(challenge));
    Optional<Refusal> refusal = transaction.limiter.take(List.of(hourly));
    if (refusal.isPresent()) {
      transaction.undo();
      return Confirmation.limited(refusal.get().retryAfter());
    }
    Optional<ChallengeEntity> counted = transaction.store.countGuess(challenge.id());
    if (counted.isEmpty()) {
      transaction.undo();
      return Confirmation.gone();
    }
    return Confirmation.mismatch(counted.get().attemptsLeft());
  }

  /**
   * The id of a challenge is all that a client needs to reset a password once the code was given,
   * and ids stand in the logs of proxies: such a proof lives no longer than a code.
   */
  private static Confirmation prove(
      Transaction transaction, VerificationPolicy policy, ChallengeEntity challenge) {
    boolean shorter =
        challenge.purpose() == Purpose.PASSWORD_RESET
            && policy.codeLifespan().compareTo(policy.proofLifespan()) < 0;
    return transaction
        .store
        .prove(challenge.id(), shorter ? policy.codeLifespan() : policy.proofLifespan())
        .map(proven -> Confirmation.proven(transaction.view(proven)))
        .orElseGet(Confirmation::gone);
  }
}
