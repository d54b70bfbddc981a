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

  /**
   * What a transaction has stored.
   *
   * @param message the message with the challenge's code; empty if none may be sent yet
   */
  private record Stored(Challenge challenge, Optional<Message> message) {

    static Stored withMessage(UnitOfWork work, ChallengeEntity challenge) {
      Message message = new Message(challenge.id(), challenge.messageNumber());
      return new Stored(work.view(challenge), Optional.of(message));
    }
  }

  private final KeycloakSession session;
  private final NewTransactions transactions;
  private final ChallengeCodes codes;
  private final CodeOutbox outbox;
  private final Dispatcher dispatcher;
  private final VerificationMeters meters;

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
    meters.issued(request.purpose(), request.recipient(), result);
    return result;
  }

  private Optional<IssueResult> resumed(RealmModel realm, ChallengeRequest request) {
    return transactions
        .run(realm, work -> work.resumed(realm.getId(), request))
        .map(IssueResult::issued);
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
        work ->
            work.openInCooldown(realm.getId(), request)
                .map(open -> new Stored(open, Optional.empty()))
                .or(() -> Optional.of(create(work, request, keyId, limits))));
  }

  /** Whether a number may receive texts is not disclosed where the account was named otherwise. */
  private static boolean mayBeSent(
      RealmModel realm, VerificationPolicy policy, RateLimitKeys keys) {
    return RealmPolicy.participates(realm) && (keys.isNamed() || keys.isAllowed(policy));
  }

  private static Stored create(
      UnitOfWork work, ChallengeRequest request, String keyId, RateLimits limits) {
    work.take(limits.ofSend(RateLimitKeys.of(request), request.origin()));
    Terms terms = work.terms(request, keyId, limits);
    if (request.binding().browser()) {
      work.store.replaceOpen(terms.realmId(), request.binding());
    }
    return Stored.withMessage(work, work.store.create(request, terms));
  }

  IssueResult resend(RealmModel realm, Binding binding, String id, String origin) {
    Optional<ChallengeEntity> found = transactions.open(realm, binding, id);
    if (found.isEmpty() || codes.code(session, realm, found.get()).isEmpty()) {
      return IssueResult.gone();
    }
    ChallengeEntity challenge = found.get();
    IssueResult result = resent(realm, challenge, origin);
    meters.issued(challenge.purpose(), challenge.recipient(), result);
    return result;
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
        work -> {
          work.take(limits);
          return work.store
              .resend(challenge, policy.codeLifespan())
              .map(resent -> Stored.withMessage(work, resent));
        });
  }

  /**
   * Sends the message that {@code store} stores. Without a result the challenge is not open any
   * more.
   */
  private IssueResult send(
      RealmModel realm,
      VerificationPolicy policy,
      RateLimitKeys keys,
      Function<UnitOfWork, Optional<Stored>> store) {
    Optional<Stored> stored;
    try {
      stored = transactions.runOrRollBack(policy, store);
    } catch (LimitExceededException e) {
      return IssueResult.limited(e.retryAfter());
    }
    if (stored.isEmpty()) {
      return IssueResult.gone();
    }
    Challenge challenge = stored.get().challenge();
    Optional<Message> message = stored.get().message();
    return message.isPresent() && released(realm, policy, keys, message.get())
        ? IssueResult.issued(challenge, deliver(realm, keys, message.get()))
        : IssueResult.issued(challenge);
  }

  private boolean released(
      RealmModel realm, VerificationPolicy policy, RateLimitKeys keys, Message message) {
    UndisclosedLimits undisclosed = new UndisclosedLimits(realm.getId(), policy, keys);
    return !undisclosed.apply()
        || transactions.run(policy, work -> undisclosed.release(work, message));
  }

  /** Starts the delivery. Its outcome stays unknown where it must not be disclosed. */
  private CompletableFuture<Delivery> deliver(
      RealmModel realm, RateLimitKeys keys, Message message) {
    Lane lane = Lanes.of(session, realm, keys.recipient());
    CompletableFuture<Delivery> outcome = dispatcher.send(outbox, new Due<>(message, lane));
    return keys.purpose().revealsDelivery() ? outcome : IssueResult.UNDISCLOSED;
  }
}
