package io.github.phoneidentity.verification;

import io.github.phoneidentity.sms.SmsGateways;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;
import org.keycloak.models.AbstractKeycloakTransaction;
import org.keycloak.models.KeycloakSession;

/**
 * Sends messages on threads of its own, a bounded number at once. The row in the database is the
 * truth: what finds no place in the queue, or whose node dies before it is begun, is sent by the
 * sweeper of any node.
 */
final class Dispatcher implements AutoCloseable {

  private static final Logger LOGGER = Logger.getLogger(Dispatcher.class);
  private static final int THREADS = 16;
  private static final int QUEUE = 1000;
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(3);

  /** Longer than all gateways together may take, so that what is being sent is not given up. */
  private static final Duration GIVEN_UP_AFTER = SmsGateways.LONGEST_FAILOVER.plusSeconds(30);

  private final VerificationMeters meters;
  private final Semaphore waiting;
  private final ThreadPoolExecutor workers;

  /** What is queued or being sent here: a sweep does not queue it again. */
  private final Set<Object> inHand = ConcurrentHashMap.newKeySet();

  /**
   * @param waiting how many requests may wait for an outcome at once
   */
  Dispatcher(VerificationMeters meters, int waiting) {
    this.meters = meters;
    this.waiting = new Semaphore(waiting);
    this.workers =
        new ThreadPoolExecutor(
            THREADS, THREADS, 1, TimeUnit.MINUTES, new ArrayBlockingQueue<>(QUEUE), this::thread);
    workers.allowCoreThreadTimeOut(true);
    meters.watch(workers, () -> waiting - this.waiting.availablePermits());
  }

  private Thread thread(Runnable work) {
    Thread thread = new Thread(work, "phone-identity-dispatcher");
    thread.setDaemon(true);
    return thread;
  }

  /**
   * Begins to send a message that was committed as pending; the future tells the outcome, or {@link
   * Delivery#PENDING} if this node does not get to it.
   */
  <M> CompletableFuture<Delivery> send(MessageDelivery<M> delivery, M message) {
    CompletableFuture<Delivery> outcome = new CompletableFuture<>();
    enqueue(delivery, message, outcome);
    return outcome;
  }

  private <M> void enqueue(
      MessageDelivery<M> delivery, M message, CompletableFuture<Delivery> outcome) {
    if (!inHand.add(message)) {
      outcome.complete(Delivery.PENDING);
      return;
    }
    VerificationMeters.Timing timing = meters.delivery();
    try {
      workers.execute(() -> outcome.complete(timing.stop(deliver(delivery, message))));
    } catch (RejectedExecutionException full) {
      inHand.remove(message);
      outcome.complete(Delivery.PENDING);
      LOGGER.warnf("No place in the queue: message %s waits for the sweeper", delivery.id(message));
    }
  }

  private <M> Delivery deliver(MessageDelivery<M> delivery, M message) {
    try {
      return delivery.deliver(message);
    } finally {
      inHand.remove(message);
    }
  }

  /**
   * Begins to send a message when the request's transaction has committed it, and nothing if that
   * rolls back.
   */
  <M> void sendAfterCommit(KeycloakSession session, MessageDelivery<M> delivery, M message) {
    afterCommit(session, () -> enqueue(delivery, message, new CompletableFuture<>()));
  }

  /**
   * Lets the request wait for the outcome when its own transaction has ended and holds no
   * connection any more.
   */
  void waitAfterCommit(KeycloakSession session, CompletableFuture<Delivery> outcome) {
    afterCommit(session, () -> await(outcome));
  }

  private static void afterCommit(KeycloakSession session, Runnable work) {
    session
        .getTransactionManager()
        .enlistAfterCompletion(
            new AbstractKeycloakTransaction() {
              @Override
              protected void commitImpl() {
                work.run();
              }

              @Override
              protected void rollbackImpl() {
                // nothing was written: there is nothing to send, and no page to show an outcome on
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
  <M> void sweep(MessageDelivery<M> delivery) {
    delivery.giveUp(GIVEN_UP_AFTER, QUEUE);
    int places = workers.getQueue().remainingCapacity();
    if (places > 0) {
      delivery
          .waiting(places)
          .forEach(message -> enqueue(delivery, message, new CompletableFuture<>()));
    }
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
