package io.github.phoneidentity.verification;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jboss.logging.Logger;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.utils.KeycloakModelUtils;

/**
 * Delivers messages of one kind, each from the row that orders it to the row that tells its
 * outcome. What was begun, by any node, is never begun again. No database connection is held while
 * a gateway answers.
 *
 * @param <M> names one message
 */
abstract class MessageDelivery<M> {

  private static final Logger LOGGER = Logger.getLogger(MessageDelivery.class);

  private final KeycloakSessionFactory sessions;

  MessageDelivery(KeycloakSessionFactory sessions) {
    this.sessions = sessions;
  }

  /**
   * Sends the message if no node has begun to.
   *
   * @return the outcome; {@link Delivery#PENDING} if this node did not get to it
   */
  final Delivery deliver(M message) {
    Optional<MessageSender.Ready> ready;
    try {
      ready = inTransaction(session -> begin(session, message));
    } catch (RuntimeException e) {
      LOGGER.errorf(e, "Message %s could not be begun and waits for the sweeper", id(message));
      return Delivery.PENDING;
    }
    if (ready.isEmpty()) {
      return Delivery.PENDING;
    }
    Delivery outcome = send(ready.get(), message);
    try {
      end(message, outcome);
    } catch (RuntimeException e) {
      LOGGER.errorf(e, "Outcome %s of message %s could not be kept", outcome, id(message));
    }
    return outcome;
  }

  private Delivery send(MessageSender.Ready ready, M message) {
    try (KeycloakSession session = sessions.create()) {
      return ready.send(session);
    } catch (RuntimeException e) {
      // Its message could hold the text; the class says enough.
      LOGGER.errorf("Sending message %s failed: %s", id(message), e.getClass().getName());
      return Delivery.UNKNOWN;
    }
  }

  /** The id that gateways are given, and that stands in logs. */
  abstract String id(M message);

  /**
   * Takes the message in hand and writes it, within a transaction; empty if another node has, or if
   * there is nothing left to send it for.
   */
  abstract Optional<MessageSender.Ready> begin(KeycloakSession session, M message);

  /** Keeps what became of a message. */
  abstract void end(M message, Delivery outcome);

  /** At most {@code most} messages that no node has begun to send. */
  abstract List<M> waiting(int most);

  /**
   * Gives up on messages whose node began to send them {@code age} ago and never told: they may
   * have been sent.
   */
  abstract void giveUp(Duration age, int most);

  final <T> T inTransaction(Function<KeycloakSession, T> task) {
    return KeycloakModelUtils.runJobInTransactionWithResult(sessions, task::apply);
  }
}
