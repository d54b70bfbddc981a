package io.github.phoneidentity.verification;

import io.github.phoneidentity.limit.Limit;
import io.github.phoneidentity.limit.LimitExceededException;
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
  private final CodeOutbox outbox;
  private final Dispatcher dispatcher;
  private final VerificationMeters meters;
  private CompletableFuture<Delivery> delivery = new CompletableFuture<>();

  CodeIssuer(
      KeycloakSession session,
      NewTransactions transactions,
      ChallengeCodes codes,
      CodeOutbox outbox,
      Dispatcher dispatcher,
      VerificationMeters meters) {
    this.session = session;
    this.transactions = transactions;
    this.codes = codes;
    this.outbox = outbox;
    this.dispatcher = dispatcher;
    this.meters = meters;
  }

  IssueResult issue(RealmModel realm, ChallengeRequest request) {
    IssueResult issued = issueNew(realm, request);
    IssueResult result =
        issued.outcome() == IssueResult.Outcome.LIMITED
            ? resumed(realm, request).orElse(issued)
            : issued;
    return meters.issued(request.purpose(), request.recipient(), result);
  }

  private Optional<IssueResult> resumed(RealmModel realm, ChallengeRequest request) {
    return transactions.run(realm, work -> work.resumed(realm.getId(), request));
  }

  private IssueResult issueNew(RealmModel realm, ChallengeRequest request) {
    VerificationPolicy policy = RealmPolicy.of(realm);
    RateLimitKeys keys = RateLimitKeys.of(request);
    if (!mayBeSent(realm, policy, keys)) {
      return IssueResult.notAllowed();
    }
    String keyId = codes.activeKeyId(session, realm);
    RateLimits limits = new RateLimits(realm.getId(), policy);
    return send(
        realm,
        policy,
        keys,
        new UndisclosedLimits(realm.getId(), policy, keys),
        work ->
            work.openInCooldown(realm.getId(), request)
                .orElseGet(() -> create(work, request, keyId, limits)));
  }

  /** Whether a number may receive texts is not disclosed where the account was named otherwise. */
  private static boolean mayBeSent(
      RealmModel realm, VerificationPolicy policy, RateLimitKeys keys) {
    return RealmPolicy.participates(realm) && (keys.isNamed() || keys.isAllowed(policy));
  }

  private static IssueResult create(
      UnitOfWork work, ChallengeRequest request, String keyId, RateLimits limits) {
    work.take(limits.ofSend(RateLimitKeys.of(request), request.origin()));
    Terms terms = work.terms(request.purpose(), keyId, limits);
    if (request.binding().browser()) {
      work.store.replaceOpen(terms.realmId(), request.binding());
    }
    return work.addMessage(work.store.create(request, terms));
  }

  IssueResult resend(RealmModel realm, Binding binding, String id, String origin) {
    Optional<ChallengeEntity> found = transactions.open(realm, binding, id);
    if (found.isEmpty() || codes.code(session, realm, found.get()).isEmpty()) {
      return IssueResult.gone();
    }
    ChallengeEntity challenge = found.get();
    return meters.issued(
        challenge.purpose(), challenge.recipient(), resent(realm, challenge, origin));
  }

  private IssueResult resent(RealmModel realm, ChallengeEntity challenge, String origin) {
    VerificationPolicy policy = RealmPolicy.of(realm);
    RateLimitKeys keys = RateLimitKeys.of(challenge);
    if (!mayBeSent(realm, policy, keys)) {
      return IssueResult.notAllowed();
    }
    List<Limit> limits = new RateLimits(realm.getId(), policy).ofSend(keys, origin);
    return send(
        realm,
        policy,
        keys,
        new UndisclosedLimits(realm.getId(), policy, keys),
        work -> {
          work.take(limits);
          Optional<ChallengeEntity> resent =
              work.store.resend(challenge.id(), challenge.purpose(), policy.codeLifespan());
          if (resent.isEmpty()) {
            work.rollBack();
            return IssueResult.gone();
          }
          return work.addMessage(resent.get());
        });
  }

  private IssueResult send(
      RealmModel realm,
      VerificationPolicy policy,
      RateLimitKeys keys,
      UndisclosedLimits undisclosed,
      Function<UnitOfWork, IssueResult> issue) {
    Message[] message = new Message[1];
    IssueResult result;
    try {
      result =
          transactions.run(
              policy,
              work -> {
                IssueResult issued = issue.apply(work);
                message[0] = work.message().orElse(null);
                return issued;
              });
    } catch (LimitExceededException e) {
      return IssueResult.limited(e.retryAfter());
    }
    if (message[0] != null && released(policy, undisclosed, message[0])) {
      Lane lane = Lanes.of(session, realm, keys.recipient().channel());
      CompletableFuture<Delivery> outcome = dispatcher.send(outbox, new Due<>(message[0], lane));
      if (keys.purpose().revealsDelivery()) {
        delivery = outcome;
        dispatcher.waitAfterCommit(session, outcome);
      }
    }
    return result;
  }

  private boolean released(
      VerificationPolicy policy, UndisclosedLimits undisclosed, Message message) {
    return !undisclosed.apply()
        || transactions.run(policy, work -> undisclosed.release(work, message));
  }

  /** The delivery status of the last message, as far as it is known and may be disclosed. */
  Delivery delivery() {
    return delivery.getNow(Delivery.PENDING);
  }
}
