package io.github.phoneidentity.verification;

import io.github.phoneidentity.limit.jpa.JpaRateLimiter;
import io.github.phoneidentity.policy.Channel;
import io.github.phoneidentity.policy.RealmPolicy;
import io.github.phoneidentity.verification.jpa.ChallengeStore;
import io.github.phoneidentity.verification.jpa.ChallengeStore.Message;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.AbstractKeycloakTransaction;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.models.utils.KeycloakModelUtils;

/**
 * Sends messages on threads of its own, a bounded number at once. The row in the database is the
 * truth: what finds no place in the queue, or whose node dies before it is begun, is sent by the
 * sweeper of any node; what was begun is never begun again. No database connection is held while a
 * gateway answers.
 */
final class Dispatcher implements AutoCloseable {

  private static final Logger LOGGER = Logger.getLogger(Dispatcher.class);
  private static final int THREADS = 16;
  private static final int QUEUE = 1000;
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(3);

  /** Old enough that no queue of a living node still has it. */
  private static final Duration SWEPT_AFTER = Duration.ofSeconds(5);

  /** Longer than any gateway may take, failover included. */
  private static final Duration GIVEN_UP_AFTER = Duration.ofSeconds(120);

  private final KeycloakSessionFactory sessions;
  private final CodeBook codes;
  private final InstantSource clock;
  private final Map<Channel, MessageSender> senders;
  private final Semaphore waiting;
  private final ThreadPoolExecutor workers;

  /**
   * @param waiting how many requests may wait for an outcome at once
   */
  Dispatcher(
      KeycloakSessionFactory sessions,
      CodeBook codes,
      InstantSource clock,
      Map<Channel, MessageSender> senders,
      int waiting) {
    this.sessions = sessions;
    this.codes = codes;
    this.clock = clock;
    this.senders = senders;
    this.waiting = new Semaphore(waiting);
    this.workers =
        new ThreadPoolExecutor(
            THREADS, THREADS, 1, TimeUnit.MINUTES, new ArrayBlockingQueue<>(QUEUE), this::thread);
    workers.allowCoreThreadTimeOut(true);
  }

  private Thread thread(Runnable work) {
    Thread thread = new Thread(work, "phone-identity-dispatcher");
    thread.setDaemon(true);
    return thread;
  }

  /**
   * Begins to send a message that was committed as pending; the future tells the outcome, if this
   * node gets to it.
   */
  CompletableFuture<Delivery> send(Message message) {
    CompletableFuture<Delivery> outcome = new CompletableFuture<>();
    enqueue(message, outcome);
    return outcome;
  }

  private void enqueue(Message message, CompletableFuture<Delivery> outcome) {
    try {
      workers.execute(() -> outcome.complete(deliver(message)));
    } catch (RejectedExecutionException full) {
      LOGGER.warnf("No place in the queue: message %s waits for the sweeper", message.id());
    }
  }

  /**
   * Lets the request wait for the outcome when its own transaction has ended and holds no
   * connection any more.
   */
  void waitAfterCommit(KeycloakSession session, CompletableFuture<Delivery> outcome) {
    session
        .getTransactionManager()
        .enlistAfterCompletion(
            new AbstractKeycloakTransaction() {
              @Override
              protected void commitImpl() {
                await(outcome);
              }

              @Override
              protected void rollbackImpl() {
                // nothing to show the outcome on
              }
            });
  }

  private void await(CompletableFuture<Delivery> outcome) {
    if (!waiting.tryAcquire()) {
      return;
    }
    try {
      outcome.get(LONGEST_WAIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException later) {
      LOGGER.debug("The outcome of a message is not known yet");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException e) {
      LOGGER.warn("A message could not be sent", e);
    } finally {
      waiting.release();
    }
  }

  /** Sends what no node has begun, and gives up on what a node began and never told. */
  void sweep() {
    KeycloakModelUtils.runJobInTransaction(
        sessions,
        session -> {
          ChallengeStore store = store(session);
          store.giveUp(GIVEN_UP_AFTER);
          store
              .waitingFor(SWEPT_AFTER, workers.getQueue().remainingCapacity())
              .forEach(message -> enqueue(message, new CompletableFuture<>()));
        });
  }

  private Delivery deliver(Message message) {
    try {
      Optional<MessageSender.Ready> ready =
          KeycloakModelUtils.runJobInTransactionWithResult(
              sessions, session -> begin(session, message));
      if (ready.isEmpty()) {
        return Delivery.PENDING;
      }
      Delivery outcome = send(ready.get());
      KeycloakModelUtils.runJobInTransaction(
          sessions, session -> store(session).end(message, outcome));
      if (outcome.failed()) {
        LOGGER.warnf("Message %s was not delivered: %s", message.id(), outcome);
        KeycloakModelUtils.runJobInTransaction(sessions, session -> liftCooldown(session, message));
      }
      return outcome;
    } catch (RuntimeException e) {
      LOGGER.errorf(e, "Message %s could not be sent", message.id());
      return Delivery.UNKNOWN;
    }
  }

  private Optional<MessageSender.Ready> begin(KeycloakSession session, Message message) {
    return store(session)
        .begin(message)
        .flatMap(
            challenge -> {
              RealmModel realm = session.realms().getRealm(challenge.realmId());
              session.getContext().setRealm(realm);
              return codes
                  .code(session, realm, challenge)
                  .map(
                      code ->
                          senders
                              .get(challenge.recipient().channel())
                              .write(session, realm, challenge, message.id(), code));
            });
  }

  private Delivery send(MessageSender.Ready ready) {
    try (KeycloakSession session = sessions.create()) {
      return ready.send(session);
    } catch (RuntimeException e) {
      LOGGER.error("A gateway failed", e);
      return Delivery.UNKNOWN;
    }
  }

  private void liftCooldown(KeycloakSession session, Message message) {
    var entities = session.getProvider(JpaConnectionProvider.class).getEntityManager();
    store(session)
        .find(message.challengeId())
        .filter(challenge -> challenge.purpose().revealsDelivery())
        .ifPresent(
            challenge -> {
              RealmModel realm = session.realms().getRealm(challenge.realmId());
              new JpaRateLimiter(entities, clock)
                  .lift(
                      new Budgets(realm.getId(), RealmPolicy.of(realm))
                          .cooldown(Subject.of(challenge)));
            });
  }

  private ChallengeStore store(KeycloakSession session) {
    return new ChallengeStore(
        session.getProvider(JpaConnectionProvider.class).getEntityManager(), clock);
  }

  @Override
  public void close() {
    workers.shutdown();
    try {
      if (!workers.awaitTermination(LONGEST_WAIT.toMillis(), TimeUnit.MILLISECONDS)) {
        workers.shutdownNow();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
