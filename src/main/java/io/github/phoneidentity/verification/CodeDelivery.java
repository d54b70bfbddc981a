package io.github.phoneidentity.verification;

import io.github.phoneidentity.limit.jpa.JpaRateLimiter;
import io.github.phoneidentity.policy.Channel;
import io.github.phoneidentity.policy.RealmPolicy;
import io.github.phoneidentity.verification.jpa.ChallengeEntity;
import io.github.phoneidentity.verification.jpa.ChallengeStore;
import io.github.phoneidentity.verification.jpa.MessageStore;
import io.github.phoneidentity.verification.jpa.MessageStore.Message;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;

/** Delivers the messages that bring a code. */
final class CodeDelivery extends MessageDelivery<Message> {

  private static final Logger LOGGER = Logger.getLogger(CodeDelivery.class);

  /** Long enough for the node that ordered it to begin, short enough for a reader who waits. */
  private static final Duration SWEPT_AFTER = Duration.ofSeconds(5);

  private final CodeBook codes;
  private final InstantSource clock;
  private final Map<Channel, MessageSender> senders;

  CodeDelivery(
      KeycloakSessionFactory sessions,
      CodeBook codes,
      InstantSource clock,
      Map<Channel, MessageSender> senders) {
    super(sessions);
    this.codes = codes;
    this.clock = clock;
    this.senders = senders;
  }

  @Override
  String id(Message message) {
    return message.id();
  }

  @Override
  Optional<MessageSender.Ready> begin(KeycloakSession session, Message message) {
    return messages(session).begin(message).map(challenge -> write(session, challenge, message));
  }

  private MessageSender.Ready write(
      KeycloakSession session, ChallengeEntity challenge, Message message) {
    RealmModel realm = session.realms().getRealm(challenge.realmId());
    session.getContext().setRealm(realm);
    MessageSender sender = senders.get(challenge.recipient().channel());
    return codes
        .code(session, realm, challenge)
        .map(code -> sender.write(session, realm, challenge, message.id(), code))
        // The realm's secret has vanished meanwhile: there is no code to send.
        .orElse(nothing -> Delivery.REJECTED);
  }

  /**
   * Keeps what became of a message; a failure lifts the cooldown, in a transaction of its own, so
   * that a row of each table is never held at once in the other order than requests hold them.
   */
  @Override
  void end(Message message, Delivery outcome) {
    boolean newest = inTransaction(session -> messages(session).end(message, outcome));
    if (newest && outcome.failed()) {
      LOGGER.warnf("Message %s was not delivered: %s", message.id(), outcome);
      inTransaction(session -> liftCooldown(session, message));
    }
  }

  @Override
  List<Message> waiting(int most) {
    return inTransaction(session -> messages(session).waitingFor(SWEPT_AFTER, most));
  }

  @Override
  void giveUp(Duration age, int most) {
    inTransaction(session -> messages(session).begunBefore(age, most))
        .forEach(message -> end(message, Delivery.UNKNOWN));
  }

  private boolean liftCooldown(KeycloakSession session, Message message) {
    var entities = session.getProvider(JpaConnectionProvider.class).getEntityManager();
    Optional<ChallengeEntity> told =
        new ChallengeStore(entities, clock)
            .find(message.challengeId())
            .filter(challenge -> challenge.purpose().revealsDelivery());
    RealmModel realm =
        told.map(challenge -> session.realms().getRealm(challenge.realmId())).orElse(null);
    if (realm == null) {
      // It may not be told, or the realm was removed meanwhile.
      return false;
    }
    RateLimits budgets = new RateLimits(realm.getId(), RealmPolicy.of(realm));
    new JpaRateLimiter(entities, clock).lift(budgets.cooldown(Subject.of(told.get())));
    return true;
  }

  private MessageStore messages(KeycloakSession session) {
    return new MessageStore(
        session.getProvider(JpaConnectionProvider.class).getEntityManager(), clock);
  }
}
