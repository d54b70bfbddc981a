package io.github.phoneidentity.verification;

import io.github.phoneidentity.limit.Limit;
import io.github.phoneidentity.limit.LimitExceeded;
import io.github.phoneidentity.outbox.Delivery;
import io.github.phoneidentity.outbox.Dispatcher;
import io.github.phoneidentity.outbox.Due;
import io.github.phoneidentity.outbox.Lane;
import io.github.phoneidentity.policy.RealmPolicy;
import io.github.phoneidentity.policy.VerificationPolicy;
import io.github.phoneidentity.verification.jpa.ChallengeEntity;
import io.github.phoneidentity.verification.jpa.ChallengeStore.Terms;
import io.github.phoneidentity.verification.jpa.MessageStore.Message;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/**
 * Issues codes. Rate limits and the challenge are committed before the dispatcher gets the message.
 */
final class CodeIssuer {

  private final KeycloakSession session;
  private final NewTransactions transactions;
  private final ChallengeCodes codes;
  private final CodeOutbox messages;
  private final Dispatcher dispatcher;
  private final VerificationMeters meters;
  private CompletableFuture<Delivery> delivery = new CompletableFuture<>();

  CodeIssuer(
      KeycloakSession session,
      NewTransactions transactions,
      ChallengeCodes codes,
      CodeOutbox messages,
      Dispatcher dispatcher,
      VerificationMeters meters) {
    this.session = session;
    this.transactions = transactions;
    this.codes = codes;
    this.messages = messages;
    this.dispatcher = dispatcher;
    this.meters = meters;
  }

  IssueResult issue(RealmModel realm, ChallengeRequest request) {
    IssueResult issued = issued(realm, request);
    IssueResult answer =
        issued.outcome() == IssueResult.Outcome.LIMITED
            ? resumed(realm, request).orElse(issued)
            : issued;
    return meters.requested(request.purpose(), request.recipient(), answer);
  }

  private Optional<IssueResult> resumed(RealmModel realm, ChallengeRequest request) {
    return transactions.run(realm, transaction -> transaction.resumed(realm.getId(), request));
  }

  private IssueResult issued(RealmModel realm, ChallengeRequest request) {
    VerificationPolicy policy = RealmPolicy.of(realm);
    RateLimitKeys subject = RateLimitKeys.of(request);
    if (!mayBeSent(realm, policy, subject)) {
      return IssueResult.notAllowed();
    }
    String keyId = codes.activeKeyId(session, realm);
    RateLimits limits = new RateLimits(realm.getId(), policy);
    return send(
        realm,
        policy,
        subject,
        new UndisclosedLimits(realm.getId(), policy, subject),
        transaction ->
            transaction
                .waiting(realm.getId(), request)
                .orElseGet(() -> order(transaction, request, keyId, limits)));
  }

  /** Whether a number may receive texts is not disclosed where the account was named otherwise. */
  private static boolean mayBeSent(
      RealmModel realm, VerificationPolicy policy, RateLimitKeys subject) {
    return RealmPolicy.participates(realm) && (subject.isNamed() || subject.isAllowed(policy));
  }

  private static IssueResult order(
      UnitOfWork transaction, ChallengeRequest request, String keyId, RateLimits limits) {
    Optional<LimitExceeded> refusal =
        transaction.limiter.take(limits.ofSend(RateLimitKeys.of(request), request.origin()));
    if (refusal.isPresent()) {
      return transaction.refuse(refusal.get());
    }
    Terms terms = transaction.terms(request.purpose(), keyId, limits);
    if (request.binding().browser()) {
      transaction.store.replaceOpen(terms.realmId(), request.binding());
    }
    return transaction.order(transaction.store.create(request, terms));
  }

  IssueResult resend(RealmModel realm, Binding binding, String id, String origin) {
    Optional<ChallengeEntity> found = transactions.open(realm, binding, id);
    if (found.isEmpty() || codes.code(session, realm, found.get()).isEmpty()) {
      return IssueResult.gone();
    }
    ChallengeEntity seen = found.get();
    return meters.requested(seen.purpose(), seen.recipient(), resent(realm, seen, origin));
  }

  private IssueResult resent(RealmModel realm, ChallengeEntity seen, String origin) {
    VerificationPolicy policy = RealmPolicy.of(realm);
    RateLimitKeys subject = RateLimitKeys.of(seen);
    if (!mayBeSent(realm, policy, subject)) {
      return IssueResult.notAllowed();
    }
    List<Limit> limits = new RateLimits(realm.getId(), policy).ofSend(subject, origin);
    return send(
        realm,
        policy,
        subject,
        new UndisclosedLimits(realm.getId(), policy, subject),
        transaction -> {
          Optional<LimitExceeded> refusal = transaction.limiter.take(limits);
          if (refusal.isPresent()) {
            return transaction.refuse(refusal.get());
          }
          Optional<ChallengeEntity> ordered =
              transaction.store.resend(seen.id(), seen.purpose(), policy.codeLifespan());
          if (ordered.isEmpty()) {
            transaction.undo();
            return IssueResult.gone();
          }
          return transaction.order(ordered.get());
        });
  }

  private IssueResult send(
      RealmModel realm,
      VerificationPolicy policy,
      RateLimitKeys subject,
      UndisclosedLimits undisclosed,
      Function<UnitOfWork, IssueResult> order) {
    Message[] ordered = new Message[1];
    IssueResult answer =
        transactions.run(
            policy,
            transaction -> {
              IssueResult issue = order.apply(transaction);
              ordered[0] = transaction.ordered().orElse(null);
              return issue;
            });
    if (ordered[0] != null && released(policy, undisclosed, ordered[0])) {
      Lane lane = Lanes.of(session, realm, subject.recipient().channel());
      CompletableFuture<Delivery> outcome = dispatcher.send(messages, new Due<>(ordered[0], lane));
      if (subject.purpose().revealsDelivery()) {
        delivery = outcome;
        dispatcher.waitAfterCommit(session, outcome);
      }
    }
    return answer;
  }

  private boolean released(
      VerificationPolicy policy, UndisclosedLimits undisclosed, Message message) {
    return !undisclosed.apply()
        || transactions.run(policy, transaction -> undisclosed.release(transaction, message));
  }

  /** The delivery status of the last message, as far as it is known and may be disclosed. */
  Delivery delivery() {
    return delivery.getNow(Delivery.PENDING);
  }
}
