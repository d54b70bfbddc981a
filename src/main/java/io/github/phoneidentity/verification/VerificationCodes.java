package io.github.phoneidentity.verification;

import io.github.phoneidentity.limit.AvailabilityLimit;
import io.github.phoneidentity.limit.Limit;
import io.github.phoneidentity.limit.LimitExceededException;
import io.github.phoneidentity.outbox.Delivery;
import io.github.phoneidentity.outbox.Dispatcher;
import io.github.phoneidentity.policy.RealmPolicy;
import io.github.phoneidentity.policy.VerificationPolicy;
import io.github.phoneidentity.verification.jpa.ChallengeEntity;
import io.github.phoneidentity.verification.jpa.ChallengeStore;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.provider.Provider;

/**
 * Issues codes, and verifies them: the right code makes the challenge a proof that can be consumed
 * once.
 *
 * <p>Rate limits and attempts are committed in a new transaction before anything is sent or
 * compared, so that they hold under parallel requests and stay consumed if the request fails.
 */
public final class VerificationCodes implements Provider {

  private final KeycloakSession session;
  private final NewTransactions transactions;
  private final CodeIssuer issuer;
  private final CodeVerifier verifier;
  private final Dispatcher dispatcher;
  private final DeliveryReceipts receipts;
  private final SecurityNotices notices;

  VerificationCodes(
      KeycloakSession session,
      NewTransactions transactions,
      CodeIssuer issuer,
      CodeVerifier verifier,
      Dispatcher dispatcher,
      DeliveryReceipts receipts,
      SecurityNotices notices) {
    this.session = session;
    this.transactions = transactions;
    this.issuer = issuer;
    this.verifier = verifier;
    this.dispatcher = dispatcher;
    this.receipts = receipts;
    this.notices = notices;
  }

  /**
   * Sends a new code. If the conversation of the binding has an open challenge for the same
   * recipient whose code must not be sent again yet, the result is that challenge and nothing is
   * sent. A user who starts verifying a number again in another authentication session continues
   * the open challenge while the rate limits allow no new one. A realm in which the extension is
   * disabled sends nothing.
   */
  public IssueResult issue(RealmModel realm, ChallengeRequest request) {
    return issuer.issue(realm, request);
  }

  /**
   * Sends the same code again and renews its lifespan, up to 600 s after it was first sent.
   *
   * @param origin the client whose rate limit is consumed, as in {@link ChallengeRequest}
   */
  public IssueResult resend(RealmModel realm, Binding binding, String id, String origin) {
    return issuer.resend(realm, binding, id, origin);
  }

  /** Verifies a typed code, after the guess was counted; the right code makes a proof. */
  public VerificationResult confirm(RealmModel realm, Binding binding, String id, String typed) {
    return verifier.confirm(realm, binding, id, typed);
  }

  /** The challenge of that id, if it was made for {@code binding}. */
  public Optional<Challenge> find(RealmModel realm, Binding binding, String id) {
    return transactions.run(realm, work -> work.find(realm.getId(), binding, id));
  }

  /**
   * Counts an answer of a registration that a value belongs to another user, in a new transaction;
   * it must be called before any such answer. It consumes one availability check of the origin, and
   * the {@value RateLimits#MOST_TAKEN}th answer to one proof revokes that proof. It writes no row
   * that the request's transaction may have locked by {@link #spend}.
   *
   * @param proofs the bindings of the proofs that the registration would consume, by the proofs'
   *     ids
   * @param origin as in {@link ChallengeRequest}
   */
  public TakenAnswer countTaken(
      RealmModel realm, SortedMap<String, Binding> proofs, String origin) {
    VerificationPolicy policy = RealmPolicy.of(realm);
    List<Limit> checks = AvailabilityLimit.of(realm, policy, origin);
    try {
      return transactions.run(policy, work -> work.countTaken(realm.getId(), proofs, checks));
    } catch (LimitExceededException e) {
      return checks.contains(e.limit())
          ? TakenAnswer.limited(e.retryAfter())
          : TakenAnswer.revoked();
    }
  }

  /**
   * The challenge of that id that was made for {@code binding} and that {@link #issue} has moved to
   * the same step of another authentication session. Its state says whether it is still open there
   * or the contact was proven meanwhile.
   *
   * @param userId the id of the user, which must be that of the challenge
   */
  public Optional<Challenge> findMoved(
      RealmModel realm, Binding binding, String id, String userId) {
    return transactions.run(realm, work -> work.moved(realm.getId(), binding, id, userId));
  }

  /** The open challenge of this binding. */
  public Optional<Challenge> findOpen(RealmModel realm, Binding binding) {
    return transactions.run(realm, work -> work.store.open(realm.getId(), binding).map(work::view));
  }

  /** The id of the user for whom a proof was consumed; empty if it was not. */
  public Optional<String> spentOn(RealmModel realm, Binding binding, String id) {
    return transactions.run(
        realm, work -> work.store.find(realm.getId(), binding, id).map(ChallengeEntity::spentOn));
  }

  /**
   * Consumes a proof for a user, within the caller's transaction: it stays unconsumed if that is
   * rolled back.
   *
   * @return false if it was consumed before, has expired, was revoked, or was made for another
   *     binding; the caller must then stop
   */
  public boolean spend(RealmModel realm, Binding binding, String id, String userId) {
    return ChallengeStore.of(session, transactions.clock())
        .spend(binding, id, userId, RateLimits.ofTaken(realm.getId(), id));
  }

  /** The receipts of SMS services. */
  public DeliveryReceipts receipts() {
    return receipts;
  }

  /** The notices to users about changes. */
  public SecurityNotices notices() {
    return notices;
  }

  /**
   * Waits up to three seconds for the delivery of an issued code. It must be called after the
   * commit, so that the request holds no database connection meanwhile.
   *
   * @return the delivery status as far as it is known and may be disclosed
   */
  public Delivery awaitDelivery(IssueResult result) {
    return dispatcher.await(result.delivery());
  }

  /**
   * Lets the request wait for the delivery in the same way once Keycloak has committed it, so that
   * the page after a redirect shows that the delivery failed.
   */
  public void awaitDeliveryAfterCommit(IssueResult result) {
    dispatcher.awaitAfterCommit(session, result.delivery());
  }

  @Override
  public void close() {}
}
