package io.github.phoneidentity.verification;

import io.github.phoneidentity.limit.Limit;
import io.github.phoneidentity.limit.LimitExceededException;
import io.github.phoneidentity.phone.TypedDigits;
import io.github.phoneidentity.policy.EventErrors;
import io.github.phoneidentity.policy.RealmPolicy;
import io.github.phoneidentity.policy.VerificationPolicy;
import io.github.phoneidentity.sms.Conversion;
import io.github.phoneidentity.verification.jpa.ChallengeEntity;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.keycloak.events.EventBuilder;
import org.keycloak.events.EventType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/** Verifies codes. Each guess is counted and committed before it is compared. */
final class CodeVerifier {

  /** One guess. Each step is a new transaction, except the comparison. */
  interface Guess {

    /**
     * Counts the guess against the hourly limit and against the challenge, both or neither.
     *
     * @return the remaining guesses; empty if the challenge is not open any more
     * @throws LimitExceededException if the hourly limit is exceeded
     */
    Optional<Integer> count();

    /** Whether the undisclosed limits allow it to be right. */
    boolean mayBeRight();

    ChallengeCodes.Comparison compare();

    /** Makes the challenge a proof; empty if another request just did. */
    Optional<Challenge> prove();

    /** Counts it as a wrong code of the realm. */
    void countFailure();
  }

  private final KeycloakSession session;
  private final NewTransactions transactions;
  private final ChallengeCodes codes;
  private final Conversions conversions;
  private final VerificationMeters meters;

  CodeVerifier(
      KeycloakSession session,
      NewTransactions transactions,
      ChallengeCodes codes,
      Conversions conversions,
      VerificationMeters meters) {
    this.session = session;
    this.transactions = transactions;
    this.codes = codes;
    this.conversions = conversions;
    this.meters = meters;
  }

  VerificationResult confirm(RealmModel realm, Binding binding, String id, String typed) {
    Optional<ChallengeEntity> found = transactions.open(realm, binding, id);
    if (found.isEmpty()) {
      return VerificationResult.gone();
    }
    ChallengeEntity challenge = found.get();
    VerificationResult result =
        TypedDigits.code(typed, challenge.codeLength())
            .map(code -> verify(new StoredGuess(realm, challenge, code)))
            .orElseGet(() -> VerificationResult.malformed(challenge.codeLength()));
    meters.verified(challenge.purpose(), result);
    return result;
  }

  static VerificationResult verify(Guess guess) {
    Optional<Integer> attemptsLeft;
    try {
      attemptsLeft = guess.count();
    } catch (LimitExceededException e) {
      return VerificationResult.limited(e.retryAfter());
    }
    return attemptsLeft.map(left -> verifyCounted(guess, left)).orElseGet(VerificationResult::gone);
  }

  private static VerificationResult verifyCounted(Guess guess, int attemptsLeft) {
    boolean mayBeRight = guess.mayBeRight();
    ChallengeCodes.Comparison comparison = guess.compare();
    if (comparison == ChallengeCodes.Comparison.KEY_GONE) {
      return VerificationResult.gone();
    }
    if (comparison == ChallengeCodes.Comparison.SAME && mayBeRight) {
      return guess.prove().map(VerificationResult::proven).orElseGet(VerificationResult::gone);
    }
    guess.countFailure();
    return VerificationResult.mismatch(attemptsLeft);
  }

  /** A proof that was committed, and by which the gateway of its text wants to be notified. */
  private record Proven(Challenge proof, Optional<Conversion> conversion) {}

  private final class StoredGuess implements Guess {

    private final RealmModel realm;
    private final VerificationPolicy policy;
    private final RateLimits limits;
    private final RateLimitKeys keys;
    private final ChallengeEntity challenge;
    private final String code;

    StoredGuess(RealmModel realm, ChallengeEntity challenge, String code) {
      this.realm = realm;
      this.policy = RealmPolicy.of(realm);
      this.limits = new RateLimits(realm.getId(), policy);
      this.keys = RateLimitKeys.of(challenge);
      this.challenge = challenge;
      this.code = code;
    }

    @Override
    public Optional<Integer> count() {
      return transactions
          .runOrRollBack(
              policy,
              work -> {
                work.take(List.of(limits.ofGuess(keys)));
                return work.store.countGuess(challenge.id());
              })
          .map(ChallengeEntity::attemptsLeft);
    }

    @Override
    public boolean mayBeRight() {
      UndisclosedLimits undisclosed = new UndisclosedLimits(realm.getId(), policy, keys);
      return !undisclosed.apply() || transactions.run(policy, undisclosed::mayBeRight);
    }

    @Override
    public ChallengeCodes.Comparison compare() {
      return codes.compare(session, realm, challenge, code);
    }

    @Override
    public Optional<Challenge> prove() {
      Duration lifespan = challenge.purpose().proofLifespan(policy);
      Optional<Proven> proven =
          transactions.run(
              policy,
              work ->
                  work.store
                      .prove(challenge.id(), lifespan)
                      .map(proof -> new Proven(work.view(proof), proof.conversion())));
      proven.flatMap(Proven::conversion).ifPresent(conversions::notifyGateway);
      return proven.map(Proven::proof);
    }

    /** Reports once in a window that the limit of wrong codes is exceeded. */
    @Override
    public void countFailure() {
      limits
          .ofFailures()
          .filter(limit -> transactions.run(policy, work -> work.countFailure(limit)))
          .ifPresent(this::reportFailures);
    }

    private void reportFailures(Limit limit) {
      limit.reportExceeded();
      new EventBuilder(realm, session, session.getContext().getConnection())
          .event(EventType.LOGIN)
          .detail("limit", limit.scope())
          .error(EventErrors.TOO_MANY_FAILURES);
    }
  }
}
