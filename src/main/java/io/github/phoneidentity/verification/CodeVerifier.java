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

  /** One guess. It takes two transactions: one counts it, the other one records its result. */
  interface Guess {

    /**
     * Counts it against all limits and against the challenge, unless one of the limits that are
     * disclosed is exceeded or the challenge is not open.
     */
    Count count();
  }

  /** A guess that was counted, or not. */
  sealed interface Count permits Refused, Counted {}

  /** Why a guess was not counted. */
  record Refused(VerificationResult result) implements Count {}

  /** A guess that was counted, and may be compared. */
  non-sealed interface Counted extends Count {

    /** The challenge before the guess. */
    Challenge challenge();

    /** The remaining guesses. */
    int attemptsLeft();

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
    VerificationPolicy policy = RealmPolicy.of(realm);
    VerificationResult result =
        verify(
            () ->
                transactions.run(
                    policy,
                    work ->
                        work.store
                            .find(realm.getId(), binding, id)
                            .map(challenge -> count(work, realm, policy, challenge, typed))
                            .orElseGet(() -> new Refused(VerificationResult.gone()))));
    Challenge challenge = result.challenge();
    boolean wasOpen =
        challenge != null
            && (result.outcome() != VerificationResult.Outcome.GONE || challenge.isOpen());
    if (challenge != null && wasOpen) {
      meters.verified(challenge.purpose(), result);
    }
    return result;
  }

  static VerificationResult verify(Guess guess) {
    Count count = guess.count();
    if (count instanceof Refused refused) {
      return refused.result();
    }
    Counted counted = (Counted) count;
    return verify(counted).about(counted.challenge());
  }

  private static VerificationResult verify(Counted guess) {
    ChallengeCodes.Comparison comparison = guess.compare();
    if (comparison == ChallengeCodes.Comparison.KEY_GONE) {
      return VerificationResult.gone();
    }
    if (comparison == ChallengeCodes.Comparison.SAME && guess.mayBeRight()) {
      return guess.prove().map(VerificationResult::proven).orElseGet(VerificationResult::gone);
    }
    guess.countFailure();
    return VerificationResult.mismatch(guess.attemptsLeft());
  }

  /** The first transaction; it is rolled back if the guess is refused. */
  private Count count(
      UnitOfWork work,
      RealmModel realm,
      VerificationPolicy policy,
      ChallengeEntity challenge,
      String typed) {
    Challenge before = work.current(realm.getId(), challenge);
    Optional<String> code = TypedDigits.code(typed, challenge.codeLength());
    if (!before.isOpen()) {
      return refused(work, VerificationResult.gone(), before);
    }
    if (code.isEmpty()) {
      return refused(work, VerificationResult.malformed(challenge.codeLength()), before);
    }
    RateLimitKeys keys = RateLimitKeys.of(challenge);
    try {
      work.take(List.of(new RateLimits(realm.getId(), policy).ofGuess(keys)));
    } catch (LimitExceededException e) {
      return refused(work, VerificationResult.limited(e.retryAfter()), before);
    }
    if (!work.store.countGuess(challenge)) {
      return refused(work, VerificationResult.gone(), before);
    }
    // Limits that are not disclosed come last, as LimitAdmin.lift locks them: it sorts by subject.
    boolean mayBeRight = new UndisclosedLimits(realm.getId(), policy, keys).mayBeRight(work);
    return new StoredGuess(realm, challenge, before, code.get(), mayBeRight);
  }

  private static Refused refused(UnitOfWork work, VerificationResult result, Challenge challenge) {
    work.rollBack();
    return new Refused(result.about(challenge));
  }

  /** A proof that was committed, and by which the gateway of its text wants to be notified. */
  private record Proven(Challenge proof, Optional<Conversion> conversion) {}

  private final class StoredGuess implements Counted {

    private final RealmModel realm;
    private final VerificationPolicy policy;
    private final ChallengeEntity entity;
    private final Challenge challenge;
    private final String code;
    private final boolean mayBeRight;

    StoredGuess(
        RealmModel realm,
        ChallengeEntity entity,
        Challenge challenge,
        String code,
        boolean mayBeRight) {
      this.realm = realm;
      this.policy = RealmPolicy.of(realm);
      this.entity = entity;
      this.challenge = challenge;
      this.code = code;
      this.mayBeRight = mayBeRight;
    }

    @Override
    public Challenge challenge() {
      return challenge;
    }

    @Override
    public int attemptsLeft() {
      return entity.attemptsLeft();
    }

    @Override
    public boolean mayBeRight() {
      return mayBeRight;
    }

    @Override
    public ChallengeCodes.Comparison compare() {
      return codes.compare(session, realm, entity, code);
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
      new RateLimits(realm.getId(), policy)
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
