package io.github.phoneidentity.verification;

import io.github.phoneidentity.limit.Limit;
import io.github.phoneidentity.limit.LimitExceededException;
import io.github.phoneidentity.limit.jpa.JpaRateLimiter;
import io.github.phoneidentity.policy.VerificationPolicy;
import io.github.phoneidentity.verification.jpa.ChallengeEntity;
import io.github.phoneidentity.verification.jpa.ChallengeStore;
import io.github.phoneidentity.verification.jpa.ChallengeStore.Terms;
import io.github.phoneidentity.verification.jpa.ChallengeTransfer;
import io.github.phoneidentity.verification.jpa.MessageStore;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import org.keycloak.models.KeycloakSession;

/** The work of one transaction on challenges and rate limits of a realm, under its policy. */
final class UnitOfWork {

  private static final int LONGER_CODE = 8;

  final ChallengeStore store;
  final MessageStore messages;

  private final JpaRateLimiter limiter;
  private final ChallengeTransfer transfer;
  private final KeycloakSession session;
  private final VerificationPolicy policy;
  private final InstantSource clock;

  UnitOfWork(KeycloakSession session, VerificationPolicy policy, InstantSource clock) {
    this.session = session;
    this.policy = policy;
    this.clock = clock;
    this.store = ChallengeStore.of(session, clock);
    this.transfer = ChallengeTransfer.of(session, clock);
    this.messages = MessageStore.of(session, clock);
    this.limiter = JpaRateLimiter.of(session, clock);
  }

  /** The open challenge of this binding whose code must not be sent again yet. */
  Optional<Challenge> openInCooldown(String realmId, ChallengeRequest request) {
    if (!request.binding().browser()) {
      return Optional.empty();
    }
    return store
        .open(realmId, request.binding())
        .filter(open -> RateLimitKeys.of(request).continues(RateLimitKeys.of(open)))
        .map(this::view)
        .filter(open -> !open.resendIn().isZero());
  }

  /**
   * The open challenge of the user at the same step of another authentication session, moved to
   * this one. Only an authenticated user gets there; the challenge of a second factor is never
   * moved.
   */
  Optional<Challenge> resumed(String realmId, ChallengeRequest request) {
    return request.purpose() == Purpose.VERIFY
        ? transfer.moveOpen(realmId, request).map(this::view)
        : Optional.empty();
  }

  /** The challenge of that id, if it was made for {@code binding}. */
  Optional<Challenge> find(String realmId, Binding binding, String id) {
    return store.find(realmId, binding, id).map(found -> current(realmId, found));
  }

  /** The challenge as it is now: it may have been revoked without a change of its row. */
  Challenge current(String realmId, ChallengeEntity found) {
    return isRevoked(realmId, found) ? view(found, Challenge.State.REVOKED) : view(found);
  }

  /** The challenge that was made for {@code from} and that its user has continued elsewhere. */
  Optional<Challenge> moved(String realmId, Binding from, String id, String userId) {
    return transfer.findMoved(realmId, from, id, userId).map(this::view);
  }

  /**
   * Whether it was a test number's, which is none any more, or a proof that was answered {@code
   * taken} too often; only those for a registration can be.
   */
  private boolean isRevoked(String realmId, ChallengeEntity challenge) {
    return ChallengeCodes.isWithoutItsCode(policy, challenge)
        || (challenge.purpose() == Purpose.REGISTRATION
            && challenge.state() == Challenge.State.PROVEN
            && limiter.isExceeded(RateLimits.ofTaken(realmId, challenge.id())));
  }

  /**
   * Consumes {@code checks} and one {@code taken} answer of each proof, all or none.
   *
   * @throws LimitExceededException if one of them is exceeded
   */
  TakenAnswer countTaken(String realmId, SortedMap<String, Binding> proofs, List<Limit> checks) {
    List<Limit> limits = new ArrayList<>(checks);
    for (Map.Entry<String, Binding> proof : proofs.entrySet()) {
      if (find(realmId, proof.getValue(), proof.getKey()).filter(Challenge::isProof).isEmpty()) {
        return TakenAnswer.revoked();
      }
      limits.add(RateLimits.ofTaken(realmId, proof.getKey()));
    }
    limiter.take(limits);
    return TakenAnswer.disclose();
  }

  /**
   * The terms of a new challenge. While the realm's limit of wrong codes is exceeded, codes that a
   * client can request for another user's account are longer, whether or not the account exists; no
   * request fails. The fixed code of a test number that was typed stays: it discloses that the
   * number is on the list, and no account.
   */
  Terms terms(ChallengeRequest request, String keyId, RateLimits limits) {
    boolean isTest = ChallengeCodes.fixed(policy, request.recipient()).isPresent();
    boolean longer =
        request.purpose().asksAboutAccount()
            && !(isTest && !RateLimitKeys.of(request).isNamed())
            && limits.ofFailures().filter(limiter::isExceeded).isPresent();
    return new Terms(
        limits.realmId(),
        isTest && !longer ? ChallengeCodes.FIXED : keyId,
        longer ? LONGER_CODE : policy.codeLength(),
        policy.maxAttempts(),
        policy.codeLifespan());
  }

  /**
   * Consumes limits that are disclosed.
   *
   * @throws LimitExceededException as {@link JpaRateLimiter#take} does
   */
  void take(List<Limit> limits) {
    limiter.take(limits);
  }

  /**
   * Consumes limits that are not disclosed, by the same statements whether they are exceeded or
   * not; if one is, it is reported to the metrics and the transaction is rolled back.
   *
   * @return whether none is exceeded
   */
  boolean takeAlike(List<Limit> limits) {
    List<Limit> exceeded = limiter.takeAlike(limits);
    exceeded.forEach(Limit::reportExceeded);
    if (!exceeded.isEmpty()) {
      rollBack();
    }
    return exceeded.isEmpty();
  }

  /**
   * The same for one limit. Nothing is consumed if it is exceeded, so nothing is rolled back: what
   * the transaction has counted before stays counted.
   */
  boolean takeOneAlike(Limit limit) {
    List<Limit> exceeded = limiter.takeAlike(List.of(limit));
    exceeded.forEach(Limit::reportExceeded);
    return exceeded.isEmpty();
  }

  /** Counts a wrong code of the realm; true if it is the one that reaches the limit. */
  boolean countFailure(Limit failures) {
    return limiter.takeAlike(List.of(failures)).isEmpty() && limiter.isExceeded(failures);
  }

  /** Marks the transaction for rollback. */
  void rollBack() {
    session.getTransactionManager().setRollbackOnly();
  }

  Challenge view(ChallengeEntity challenge) {
    return view(challenge, challenge.state());
  }

  private Challenge view(ChallengeEntity challenge, Challenge.State state) {
    return challenge.view(state, policy.resendCooldown(), clock.millis());
  }
}
