package io.github.phoneidentity.outbox;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jboss.logging.Logger;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.utils.KeycloakModelUtils;

/**
 * The rows of one kind that are delivered at most once: a row is claimed, handed over and settled.
 * What was claimed, by any node, is never claimed again. No database connection is held during the
 * hand-over.
 *
 * @param <M> names one message
 */
public abstract class Outbox<M> {

  private static final Logger LOGGER = Logger.getLogger(Outbox.class);

  private final KeycloakSessionFactory sessions;

  protected Outbox(KeycloakSessionFactory sessions) {
    this.sessions = sessions;
  }

  /**
   * Delivers the message if no node has claimed it.
   *
   * @return the outcome; {@link Delivery#PENDING} if this node did not get to it
   */
  final Delivery deliver(Due<M> due) {
    M message = due.message();
    Optional<HandOver> claimed;
    try {
      claimed = inTransaction(session -> claim(session, message, due.lane().lease()));
    } catch (RuntimeException e) {
      return unwritten(message, e);
    }
    if (claimed.isEmpty()) {
      return Delivery.PENDING;
    }
    Delivery outcome = handOver(claimed.get(), message);
    try {
      settle(message, outcome);
    } catch (RuntimeException e) {
      LOGGER.errorf("Outcome %s of message %s could not be kept: %s", outcome, id(message), e);
    }
    return outcome;
  }

  /** The claim was rolled back: the failure is counted in a transaction of its own. */
  private Delivery unwritten(M message, RuntimeException cause) {
    Delivery next = Delivery.PENDING;
    try {
      next = fail(message);
    } catch (RuntimeException e) {
      LOGGER.debugf(e, "The failure of message %s could not be counted", id(message));
    }
    LOGGER.errorf("Message %s could not be written (%s): %s", id(message), next, reason(cause));
    return next;
  }

  /** Messages of other exceptions could hold the text; the class says enough. */
  private static String reason(RuntimeException cause) {
    return cause instanceof UnwritableMessageException
        ? cause.getMessage()
        : cause.getClass().getName();
  }

  private Delivery handOver(HandOver claimed, M message) {
    try (KeycloakSession session = sessions.create()) {
      return claimed.send(session);
    } catch (RuntimeException e) {
      // Its message could hold the text; the class says enough.
      LOGGER.errorf("Sending message %s failed: %s", id(message), e.getClass().getName());
      return Delivery.UNKNOWN;
    }
  }

  /** The id that services are given, and that stands in logs. */
  protected abstract String id(M message);

  /**
   * Claims the message and writes it, within a transaction.
   *
   * @param lease how long this node needs at most; afterwards {@link #expire} settles the row
   * @return empty if another node has claimed it, or if there is nothing left to send it for
   * @throws RuntimeException if it cannot be written; then the claim is rolled back
   */
  protected abstract Optional<HandOver> claim(KeycloakSession session, M message, Duration lease);

  /** Keeps the outcome of a message that this node has claimed. */
  protected abstract void settle(M message, Delivery outcome);

  /**
   * Counts that a message could not be claimed or written.
   *
   * @return {@link Delivery#PENDING} if it is to be tried again, else its outcome
   */
  protected abstract Delivery fail(M message);

  /**
   * At most {@code most} messages that no node has claimed and that are due. The oldest of every
   * sender come first, then the second oldest: a lane that is full hides no other.
   */
  protected abstract List<Due<M>> due(int most);

  /**
   * Settles at most {@code most} messages whose node has claimed them and never told the outcome,
   * and those that have waited so long that they must not be sent any more.
   */
  protected abstract void expire(int most);

  protected final <T> T inTransaction(Function<KeycloakSession, T> task) {
    return KeycloakModelUtils.runJobInTransactionWithResult(sessions, task::apply);
  }
}
