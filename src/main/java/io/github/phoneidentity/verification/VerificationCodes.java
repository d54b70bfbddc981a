package io.github.phoneidentity.verification;

import io.github.phoneidentity.limit.Limit;
import io.github.phoneidentity.limit.Refusal;
import io.github.phoneidentity.policy.RealmPolicy;
import io.github.phoneidentity.policy.VerificationPolicy;
import io.github.phoneidentity.verification.jpa.ChallengeEntity;
import io.github.phoneidentity.verification.jpa.ChallengeStore.Message;
import io.github.phoneidentity.verification.jpa.ChallengeStore.Terms;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.utils.KeycloakModelUtils;
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
  private final CodeBook codes;
  private final CodeDelivery messages;
  private final NoticeDelivery notices;
  private final Dispatcher dispatcher;
  private final InstantSource clock;
  private final VerificationMeters meters;
  private CompletableFuture<Delivery> delivery = new CompletableFuture<>();

  VerificationCodes(
      KeycloakSession session,
      CodeBook codes,
      CodeDelivery messages,
      NoticeDelivery notices,
      Dispatcher dispatcher,
      InstantSource clock,
      VerificationMeters meters) {
    this.session = session;
    this.codes = codes;
    this.messages = messages;
    this.notices = notices;
    this.dispatcher = dispatcher;
    this.clock = clock;
    this.meters = meters;
  }

  /**
   * Sends a new code. In a browser session that still waits for a code to the same recipient, and
   * may not have it sent again yet, that challenge is the answer and nothing is sent.
   */
  public Issue issue(RealmModel realm, ChallengeRequest request) {
    return meters.requested(request.purpose(), request.recipient(), issued(realm, request));
  }

  private Issue issued(RealmModel realm, ChallengeRequest request) {
    VerificationPolicy policy = RealmPolicy.of(realm);
    Subject subject = Subject.of(request);
    if (subject.found().isEmpty() && !subject.isAllowed(policy)) {
      return Issue.notAllowed();
    }
    String keyId = codes.activeKeyId(session, realm);
    Terms terms =
        new Terms(
            realm.getId(), keyId, policy.codeLength(), policy.maxAttempts(), policy.codeLifespan());
    List<Limit> budgets = new Budgets(realm.getId(), policy).ofSend(subject, request.origin());
    return send(
        policy,
        subject,
        new SilentLimits(realm.getId(), policy, subject),
        transaction ->
            transaction
                .waiting(realm.getId(), request)
                .orElseGet(() -> order(transaction, request, terms, budgets)));
  }

  private static Issue order(
      Transaction transaction, ChallengeRequest request, Terms terms, List<Limit> budgets) {
    Optional<Refusal> refusal = transaction.limiter.take(budgets);
    if (refusal.isPresent()) {
      return transaction.refuse(refusal.get());
    }
    if (request.binding().browser()) {
      transaction.store.replaceOpen(terms.realmId(), request.binding());
    }
    return transaction.order(transaction.store.create(request, terms));
  }

  /**
   * Sends the same code again and lets it live a full lifespan more, at most 600 s from the first
   * time.
   *
   * @param origin whose address budget it spends, as in {@link ChallengeRequest}
   */
  public Issue resend(RealmModel realm, Binding binding, String id, String origin) {
    VerificationPolicy policy = RealmPolicy.of(realm);
    Optional<ChallengeEntity> found = open(realm, binding, id);
    if (found.isEmpty() || codes.code(session, realm, found.get()).isEmpty()) {
      return Issue.gone();
    }
    ChallengeEntity seen = found.get();
    return meters.requested(seen.purpose(), seen.recipient(), resent(realm, policy, seen, origin));
  }

  private Issue resent(
      RealmModel realm, VerificationPolicy policy, ChallengeEntity seen, String origin) {
    Subject subject = Subject.of(seen);
    if (subject.found().isEmpty() && !subject.isAllowed(policy)) {
      return Issue.notAllowed();
    }
    List<Limit> budgets = new Budgets(realm.getId(), policy).ofSend(subject, origin);
    return send(
        policy,
        subject,
        new SilentLimits(realm.getId(), policy, subject),
        transaction -> {
          Optional<Refusal> refusal = transaction.limiter.take(budgets);
          if (refusal.isPresent()) {
            return transaction.refuse(refusal.get());
          }
          Optional<ChallengeEntity> ordered =
              transaction.store.resend(seen.id(), seen.purpose(), policy.codeLifespan());
          if (ordered.isEmpty()) {
            transaction.undo();
            return Issue.gone();
          }
          return transaction.order(ordered.get());
        });
  }

  /** Compares what was typed, after the guess was counted; the right code becomes a proof. */
  public Confirmation confirm(RealmModel realm, Binding binding, String id, String typed) {
    Optional<ChallengeEntity> found = open(realm, binding, id);
    if (found.isEmpty()) {
      return Confirmation.gone();
    }
    ChallengeEntity challenge = found.get();
    return meters.confirmed(challenge.purpose(), confirmed(realm, challenge, typed));
  }

  private Confirmation confirmed(RealmModel realm, ChallengeEntity challenge, String typed) {
    Optional<String> guess = CodeBook.normalize(typed, challenge.codeLength());
    if (guess.isEmpty()) {
      return Confirmation.malformed(challenge.codeLength());
    }
    VerificationPolicy policy = RealmPolicy.of(realm);
    Confirmation counted =
        inOwnTransaction(policy, transaction -> count(transaction, realm, policy, challenge));
    if (counted.outcome() != Confirmation.Outcome.MISMATCH) {
      return counted;
    }
    SilentLimits silent = new SilentLimits(realm.getId(), policy, Subject.of(challenge));
    boolean mayBeRight = !silent.decide() || inOwnTransaction(policy, silent::mayBeRight);
    return switch (codes.compare(session, realm, challenge, guess.get())) {
      case DIFFERENT -> counted;
      case KEY_GONE -> Confirmation.gone();
      case SAME ->
          mayBeRight
              ? inOwnTransaction(policy, transaction -> prove(transaction, policy, challenge.id()))
              : counted;
    };
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
    Limit hourly = new Budgets(realm.getId(), policy).ofGuess(Subject.of(challenge));
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

  private static Confirmation prove(Transaction transaction, VerificationPolicy policy, String id) {
    return transaction
        .store
        .prove(id, policy.proofLifespan())
        .map(proven -> Confirmation.proven(transaction.view(proven)))
        .orElseGet(Confirmation::gone);
  }

  /** The challenge of that id, if it was made for {@code binding}. */
  public Optional<Challenge> find(RealmModel realm, Binding binding, String id) {
    return inOwnTransaction(
        RealmPolicy.of(realm),
        transaction -> transaction.store.find(realm.getId(), binding, id).map(transaction::view));
  }

  /** The challenge that is still open in this place. */
  public Optional<Challenge> findOpen(RealmModel realm, Binding binding) {
    return inOwnTransaction(
        RealmPolicy.of(realm),
        transaction -> transaction.store.open(realm.getId(), binding).map(transaction::view));
  }

  private Optional<ChallengeEntity> open(RealmModel realm, Binding binding, String id) {
    return inOwnTransaction(
        RealmPolicy.of(realm),
        transaction ->
            transaction
                .store
                .find(realm.getId(), binding, id)
                .filter(challenge -> transaction.view(challenge).isOpen()));
  }

  /** The id of the user that a proof was spent on. */
  public Optional<String> spentOn(RealmModel realm, Binding binding, String id) {
    return inOwnTransaction(
        RealmPolicy.of(realm),
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
    return new Transaction(session, RealmPolicy.of(realm), clock)
        .store.spend(realm.getId(), binding, id, userId);
  }

  /** Tells users of what was changed. */
  public SecurityNotices notices() {
    return new SecurityNotices(session, dispatcher, notices, clock);
  }

  /**
   * What became of the message that was ordered last through this object, as far as it is known. It
   * is asked after the commit, which waits for the outcome a while where the purpose may reveal it.
   */
  public Delivery delivery() {
    return delivery.getNow(Delivery.PENDING);
  }

  private Issue send(
      VerificationPolicy policy,
      Subject subject,
      SilentLimits silent,
      Function<Transaction, Issue> order) {
    Message[] ordered = new Message[1];
    Issue answer =
        inOwnTransaction(
            policy,
            transaction -> {
              Issue issue = order.apply(transaction);
              ordered[0] = transaction.ordered().orElse(null);
              return issue;
            });
    if (ordered[0] != null && released(policy, silent, ordered[0])) {
      delivery = dispatcher.send(messages, ordered[0]);
      if (subject.purpose().revealsDelivery()) {
        dispatcher.waitAfterCommit(session, delivery);
      }
    }
    return answer;
  }

  private boolean released(VerificationPolicy policy, SilentLimits silent, Message message) {
    return !silent.decide()
        || inOwnTransaction(policy, transaction -> silent.release(transaction, message));
  }

  private <T> T inOwnTransaction(VerificationPolicy policy, Function<Transaction, T> task) {
    return KeycloakModelUtils.runJobInTransactionWithResult(
        session.getKeycloakSessionFactory(),
        own -> task.apply(new Transaction(own, policy, clock)));
  }

  @Override
  public void close() {}
}
