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
 * An outbox whose rows are delivered at most once: a row is claimed, handed over and settled. A row
 * that any node has claimed is never claimed again, even if that node dies. No database connection
 * is held during the hand-over.
 *
 * @param <M> identifies one message
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
   * @return the outcome; {@link Delivery#PENDING} if this node has not claimed the message
   */
  final Delivery deliver(Due<M> due) {
    M message = due.message();
    Optional<HandOver> claimed;
    try {
      claimed = inTransaction(session -> claim(session, message, due.lane().lease()));
    } catch (RuntimeException e) {
      return countFailure(message, e);
    }
    if (claimed.isEmpty()) {
      return Delivery.PENDING;
    }
    Delivery outcome = handOver(claimed.get(), message);
    try {
      settle(message, outcome);
    } catch (RuntimeException e) {
      LOGGER.errorf("Outcome %s of message %s could not be recorded: %s", outcome, id(message), e);
    }
    return outcome;
  }

  /**
   * Counts the failure in a new transaction, because the transaction of the claim was rolled back.
   */
  private Delivery countFailure(M message, RuntimeException cause) {
    Delivery next = Delivery.PENDING;
    try {
      next = fail(message);
    } catch (RuntimeException e) {
      LOGGER.debugf(e, "The failure of message %s could not be counted", id(message));
    }
    LOGGER.errorf("Message %s could not be rendered (%s): %s", id(message), next, reason(cause));
    return next;
  }

  /** Other exceptions are logged by their class, because their messages could contain the text. */
  private static String reason(RuntimeException cause) {
    return cause instanceof UnwritableMessageException
        ? String.valueOf(cause.getMessage())
        : cause.getClass().getName();
  }

  private Delivery handOver(HandOver claimed, M message) {
    try (KeycloakSession session = sessions.create()) {
      return claimed.send(session);
    } catch (RuntimeException e) {
      // Log the class alone: the exception's message could contain the text.
      LOGGER.errorf("Sending message %s failed: %s", id(message), e.getClass().getName());
      return Delivery.UNKNOWN;
    }
  }

  /** The id that is passed to services and written to logs. */
  protected abstract String id(M message);

  /**
   * Claims the message and renders its text, within a transaction.
   *
   * @param lease how long the claim lasts; afterwards {@link #expire} settles the row
   * @return empty if another node has claimed the message, or if it need not be sent any more
   * @throws RuntimeException if it cannot be rendered; then the claim is rolled back
   */
  protected abstract Optional<HandOver> claim(KeycloakSession session, M message, Duration lease);

  /** Records the outcome of a message that this node has claimed. */
  protected abstract void settle(M message, Delivery outcome);

  /**
   * Counts a failure to claim or render a message.
   *
   * @return {@link Delivery#PENDING} if the message is retried, otherwise its outcome
   */
  protected abstract Delivery fail(M message);

  /**
   * At most {@code most} messages that are due and that no node has claimed. The oldest message of
   * every sender comes first, then the second oldest of each, so that a full lane does not hide the
   * others.
   */
  protected abstract List<Due<M>> due(int most);

  /**
   * Settles at most {@code most} messages: those whose claim has expired without an outcome, and
   * those that are too old to be sent.
   */
  protected abstract void expire(int most);

  protected final <T> T inTransaction(Function<KeycloakSession, T> task) {
    return KeycloakModelUtils.runJobInTransactionWithResult(sessions, task::apply);
  }
}
