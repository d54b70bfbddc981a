package io.github.phoneidentity.verification;

import io.github.phoneidentity.limit.AvailabilityLimit;
import io.github.phoneidentity.outbox.Delivery;
import io.github.phoneidentity.policy.RealmPolicy;
import io.github.phoneidentity.policy.VerificationPolicy;
import io.github.phoneidentity.verification.jpa.ChallengeEntity;
import java.util.Optional;
import java.util.SortedMap;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.provider.Provider;

/**
 * Asks people for a code that was sent to them, and turns the right answer into a proof that is
 * spent once.
 *
 * <p>Whatever must count under any number of parallel requests is written in a transaction of its
 * own, before anything is sent or compared: a request that fails afterwards gives nothing back.
 */
public final class VerificationCodes implements Provider {

  private final KeycloakSession session;
  private final NewTransactions transactions;
  private final CodeIssuer issuer;
  private final CodeVerifier verifier;
  private final SecurityNotices notices;

  VerificationCodes(
      KeycloakSession session,
      NewTransactions transactions,
      CodeIssuer issuer,
      CodeVerifier verifier,
      SecurityNotices notices) {
    this.session = session;
    this.transactions = transactions;
    this.issuer = issuer;
    this.verifier = verifier;
    this.notices = notices;
  }

  /**
   * Sends a new code. In a browser session that still waits for a code to the same recipient, and
   * may not have it sent again yet, that challenge is the answer and nothing is sent. A user who
   * begins to verify a number anew goes on with the code that was sent, while no other may be. A
   * realm that does not take part sends nothing.
   */
  public IssueResult issue(RealmModel realm, ChallengeRequest request) {
    return issuer.issue(realm, request);
  }

  /**
   * Sends the same code again and lets it live a full lifespan more, at most 600 s from the first
   * time.
   *
   * @param origin whose address budget it spends, as in {@link ChallengeRequest}
   */
  public IssueResult resend(RealmModel realm, Binding binding, String id, String origin) {
    return issuer.resend(realm, binding, id, origin);
  }

  /** Compares what was typed, after the guess was counted; the right code becomes a proof. */
  public VerificationResult confirm(RealmModel realm, Binding binding, String id, String typed) {
    return verifier.confirm(realm, binding, id, typed);
  }

  /** The challenge of that id, if it was made for {@code binding}. */
  public Optional<Challenge> find(RealmModel realm, Binding binding, String id) {
    return transactions.run(realm, transaction -> transaction.find(realm.getId(), binding, id));
  }

  /**
   * Counts an answer of a registration that a value belongs to another user, in a transaction of
   * its own; to be called before any such answer. It consumes one availability check of the origin,
   * and the {@value RateLimits#MOST_TAKEN}th answer to one proof revokes that proof. It writes no
   * row that the request's transaction may have locked by {@link #spend}.
   *
   * @param proofs the proofs that the registration would consume: whose each is, by its id
   * @param origin as in {@link ChallengeRequest}
   */
  public TakenAnswer countTaken(
      RealmModel realm, SortedMap<String, Binding> proofs, String origin) {
    VerificationPolicy policy = RealmPolicy.of(realm);
    return transactions.run(
        policy,
        transaction ->
            transaction.countTaken(
                realm.getId(), proofs, AvailabilityLimit.of(realm, policy, origin)));
  }

  /**
   * The challenge of that id that began in {@code here} and that its user has taken along to the
   * same step of another authentication session, by {@link #issue}: {@code here} has lost it. Its
   * state tells whether it still awaits its code there, or the contact was proven meanwhile.
   *
   * @param userId the user who asks, and whom the challenge must be about
   */
  public Optional<Challenge> findMoved(RealmModel realm, Binding here, String id, String userId) {
    return transactions.run(
        realm, transaction -> transaction.moved(realm.getId(), here, id, userId));
  }

  /** The challenge that is still open in this place. */
  public Optional<Challenge> findOpen(RealmModel realm, Binding binding) {
    return transactions.run(
        realm,
        transaction -> transaction.store.open(realm.getId(), binding).map(transaction::view));
  }

  /** The id of the user that a proof was spent on. */
  public Optional<String> spentOn(RealmModel realm, Binding binding, String id) {
    return transactions.run(
        realm,
        transaction ->
            transaction.store.find(realm.getId(), binding, id).map(ChallengeEntity::spentOn));
  }

  /**
   * Spends a proof on a user, within the caller's transaction: what fails afterwards leaves it
   * unspent.
   *
   * @return false if it was spent before, has ended, or was made elsewhere; then the caller must
   *     not go on
   */
  public boolean spend(RealmModel realm, Binding binding, String id, String userId) {
    return new UnitOfWork(session, RealmPolicy.of(realm), transactions.clock())
        .store.spend(binding, id, userId, RateLimits.ofTaken(realm.getId(), id));
  }

  /** Tells users of what was changed. */
  public SecurityNotices notices() {
    return notices;
  }

  /**
   * What became of the message that was ordered last through this object, as far as it is known;
   * always {@link Delivery#PENDING} where the purpose may not reveal it. It is asked after the
   * commit, which waits for the outcome a while.
   */
  public Delivery delivery() {
    return issuer.delivery();
  }

  @Override
  public void close() {}
}
