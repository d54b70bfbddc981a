package io.github.phoneidentity.verification;

import io.github.phoneidentity.limit.jpa.JpaRateLimiter;
import io.github.phoneidentity.outbox.Delivery;
import io.github.phoneidentity.outbox.Due;
import io.github.phoneidentity.outbox.HandOver;
import io.github.phoneidentity.outbox.Outbox;
import io.github.phoneidentity.policy.Channel;
import io.github.phoneidentity.policy.RealmPolicy;
import io.github.phoneidentity.sms.SmsGateways;
import io.github.phoneidentity.verification.jpa.ChallengeEntity;
import io.github.phoneidentity.verification.jpa.ChallengeStore;
import io.github.phoneidentity.verification.jpa.MessageStore;
import io.github.phoneidentity.verification.jpa.MessageStore.Message;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;

/** The outbox of messages with a code. */
final class CodeOutbox extends Outbox<Message> {

  private static final Logger LOGGER = Logger.getLogger(CodeOutbox.class);

  private final ChallengeCodes codes;
  private final InstantSource clock;
  private final EmailSender mails;

  CodeOutbox(KeycloakSessionFactory sessions, ChallengeCodes codes, InstantSource clock) {
    super(sessions);
    this.codes = codes;
    this.clock = clock;
    this.mails = new EmailSender(clock);
  }

  @Override
  protected String id(Message message) {
    return message.id();
  }

  @Override
  protected Optional<HandOver> claim(KeycloakSession session, Message message, Duration lease) {
    return store(session)
        .claim(message, lease)
        .map(challenge -> write(session, challenge, message));
  }

  private HandOver write(KeycloakSession session, ChallengeEntity challenge, Message message) {
    RealmModel realm = session.realms().getRealm(challenge.realmId());
    session.getContext().setRealm(realm);
    return codes
        .code(session, realm, challenge)
        .map(
            code ->
                switch (challenge.recipient().channel()) {
                  case sms ->
                      SmsSender.write(
                          session,
                          realm,
                          challenge,
                          message.id(),
                          code,
                          sent -> remember(message, sent));
                  case email -> mails.write(session, realm, challenge, message.id(), code);
                })
        // Without the realm's key, which was removed meanwhile, there is no code to send.
        .orElse(nothing -> Delivery.REJECTED);
  }

  /** The text has been sent: that this cannot be stored must not change its outcome. */
  private void remember(Message message, SmsGateways.Sent sent) {
    if (sent.acceptedBy().isEmpty() && sent.conversion().isEmpty()) {
      return;
    }
    try {
      inTransaction(session -> store(session).remember(message, sent));
    } catch (RuntimeException e) {
      LOGGER.errorf(e, "The gateway of message %s could not be stored", message.id());
    }
  }

  @Override
  protected void settle(Message message, Delivery outcome) {
    settle(message, Delivery.SENDING, outcome);
  }

  /**
   * Records the outcome of a message. A failure lifts the cooldown in another transaction, so that
   * the rows of both tables are never locked in the opposite order to that of requests.
   */
  private void settle(Message message, Delivery from, Delivery outcome) {
    if (inTransaction(session -> store(session).settle(message, from, outcome))) {
      reportFailure(message, outcome);
    }
  }

  /**
   * Records that the service has failed to deliver a text that it had accepted, or that it is just
   * accepting. Nothing happens if there is no such text in this realm, its code is not open any
   * more, a newer text was sent, or another gateway has accepted the text. As long as it is not
   * known which one has, the gateway must be the only one that the text can have been given to.
   */
  void fail(String realmId, String gateway, String messageId) {
    Message.of(messageId)
        .filter(message -> inTransaction(session -> fail(session, realmId, gateway, message)))
        .ifPresent(message -> reportFailure(message, Delivery.REJECTED));
  }

  private boolean fail(KeycloakSession session, String realmId, String gateway, Message message) {
    return ChallengeStore.of(session, clock)
        .find(message.challengeId())
        .filter(challenge -> challenge.realmId().equals(realmId))
        .filter(challenge -> challenge.recipient().channel() == Channel.sms)
        .map(
            challenge ->
                RealmPolicy.of(session.realms().getRealm(realmId))
                    .gatewaysOf(challenge.recipient().phone()))
        .filter(
            gateways ->
                store(session).failLater(message, gateway, gateways.equals(List.of(gateway))))
        .isPresent();
  }

  private void reportFailure(Message message, Delivery outcome) {
    if (outcome.failed()) {
      LOGGER.warnf("Message %s was not delivered: %s", message.id(), outcome);
      inTransaction(session -> liftCooldown(session, message));
    }
  }

  @Override
  protected Delivery fail(Message message) {
    Delivery outcome = inTransaction(session -> store(session).fail(message));
    reportFailure(message, outcome);
    return outcome;
  }

  @Override
  protected List<Due<Message>> due(int most) {
    return inTransaction(
        session -> {
          Lanes lanes = new Lanes(session);
          return store(session).due(most).stream()
              .flatMap(row -> lanes.due(row.message(), row.realmId(), row.recipient()).stream())
              .toList();
        });
  }

  @Override
  protected void expire(int most) {
    inTransaction(session -> store(session).expiredLeases(most))
        .forEach(message -> settle(message, Delivery.SENDING, Delivery.UNKNOWN));
    inTransaction(session -> store(session).expired(most))
        .forEach(message -> settle(message, Delivery.PENDING, Delivery.UNREACHABLE));
  }

  private boolean liftCooldown(KeycloakSession session, Message message) {
    Optional<ChallengeEntity> disclosed =
        ChallengeStore.of(session, clock)
            .find(message.challengeId())
            .filter(challenge -> challenge.purpose().revealsDelivery());
    RealmModel realm =
        disclosed.map(challenge -> session.realms().getRealm(challenge.realmId())).orElse(null);
    if (realm == null) {
      // The outcome must not be disclosed, or the realm was removed meanwhile.
      return false;
    }
    RateLimits limits = new RateLimits(realm.getId(), RealmPolicy.of(realm));
    JpaRateLimiter.of(session, clock).lift(limits.cooldown(RateLimitKeys.of(disclosed.get())));
    return true;
  }

  private MessageStore store(KeycloakSession session) {
    return MessageStore.of(session, clock);
  }
}
