package io.github.phoneidentity.verification;

import io.github.phoneidentity.limit.jpa.JpaRateLimiter;
import io.github.phoneidentity.policy.Channel;
import io.github.phoneidentity.policy.RealmPolicy;
import io.github.phoneidentity.verification.jpa.ChallengeEntity;
import io.github.phoneidentity.verification.jpa.ChallengeStore;
import io.github.phoneidentity.verification.jpa.ChallengeStore.Message;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jboss.logging.Logger;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.models.utils.KeycloakModelUtils;

/**
 * Delivers one message, from the row that orders it to the row that tells its outcome. What was
 * begun, by any node, is never begun again. No database connection is held while a gateway answers.
 */
final class MessageDelivery {

  private static final Logger LOGGER = Logger.getLogger(MessageDelivery.class);

  private final KeycloakSessionFactory sessions;
  private final CodeBook codes;
  private final InstantSource clock;
  private final Map<Channel, MessageSender> senders;

  MessageDelivery(
      KeycloakSessionFactory sessions,
      CodeBook codes,
      InstantSource clock,
      Map<Channel, MessageSender> senders) {
    this.sessions = sessions;
    this.codes = codes;
    this.clock = clock;
    this.senders = senders;
  }

  /**
   * Sends the message if no node has begun to.
   *
   * @return the outcome; {@link Delivery#PENDING} if this node did not get to it
   */
  Delivery deliver(Message message) {
    Optional<MessageSender.Ready> ready;
    try {
      ready = inTransaction(session -> begin(session, message));
    } catch (RuntimeException e) {
      LOGGER.errorf(e, "Message %s could not be begun and waits for the sweeper", message.id());
      return Delivery.PENDING;
    }
    if (ready.isEmpty()) {
      return Delivery.PENDING;
    }
    Delivery outcome = send(ready.get(), message);
    try {
      end(message, outcome);
    } catch (RuntimeException e) {
      LOGGER.errorf(e, "Outcome %s of message %s could not be kept", outcome, message.id());
    }
    return outcome;
  }

  private Optional<MessageSender.Ready> begin(KeycloakSession session, Message message) {
    return store(session).begin(message).map(challenge -> write(session, challenge, message));
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

  private Delivery send(MessageSender.Ready ready, Message message) {
    try (KeycloakSession session = sessions.create()) {
      return ready.send(session);
    } catch (RuntimeException e) {
      // Its message could hold the text; the class says enough.
      LOGGER.errorf("Sending message %s failed: %s", message.id(), e.getClass().getName());
      return Delivery.UNKNOWN;
    }
  }

  /**
   * Keeps what became of a message; a failure lifts the cooldown, in a transaction of its own, so
   * that a row of each table is never held at once in the other order than requests hold them.
   */
  private void end(Message message, Delivery outcome) {
    boolean newest = inTransaction(session -> store(session).end(message, outcome));
    if (newest && outcome.failed()) {
      LOGGER.warnf("Message %s was not delivered: %s", message.id(), outcome);
      inTransaction(session -> liftCooldown(session, message));
    }
  }

  /** Messages that no node has begun to send for {@code age}. */
  List<Message> waitingFor(Duration age, int most) {
    return inTransaction(session -> store(session).waitingFor(age, most));
  }

  /**
   * Gives up on messages whose node began to send them {@code age} ago and never told: they may
   * have been sent.
   */
  void giveUp(Duration age, int most) {
    inTransaction(session -> store(session).begunBefore(age, most))
        .forEach(message -> end(message, Delivery.UNKNOWN));
  }

  private boolean liftCooldown(KeycloakSession session, Message message) {
    var entities = session.getProvider(JpaConnectionProvider.class).getEntityManager();
    Optional<ChallengeEntity> told =
        store(session)
            .find(message.challengeId())
            .filter(challenge -> challenge.purpose().revealsDelivery());
    RealmModel realm =
        told.map(challenge -> session.realms().getRealm(challenge.realmId())).orElse(null);
    if (realm == null) {
      // It may not be told, or the realm was removed meanwhile.
      return false;
    }
    Budgets budgets = new Budgets(realm.getId(), RealmPolicy.of(realm));
    new JpaRateLimiter(entities, clock).lift(budgets.cooldown(Subject.of(told.get())));
    return true;
  }

  private ChallengeStore store(KeycloakSession session) {
    return new ChallengeStore(
        session.getProvider(JpaConnectionProvider.class).getEntityManager(), clock);
  }

  private <T> T inTransaction(Function<KeycloakSession, T> task) {
    return KeycloakModelUtils.runJobInTransactionWithResult(sessions, task::apply);
  }
}
