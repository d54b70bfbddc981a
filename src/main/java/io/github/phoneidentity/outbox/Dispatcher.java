package io.github.phoneidentity.outbox;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;
import org.keycloak.models.AbstractKeycloakTransaction;
import org.keycloak.models.KeycloakSession;

/**
 * Delivers messages on threads of its own, a bounded number at once. The row in the database is the
 * truth: what finds no place in the queue of its lane, or whose node dies before it claims it, is
 * delivered by the sweep of any node.
 */
public final class Dispatcher implements AutoCloseable {

  private static final Logger LOGGER = Logger.getLogger(Dispatcher.class);
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(3);

  /** Shorter than what Docker grants a container that is stopped. */
  private static final Duration LONGEST_CLOSE = Duration.ofSeconds(8);

  private final DispatcherMeters meters;
  private final Semaphore waiting;
  private final Bulkheads bulkheads = new Bulkheads();

  /** What is queued or being delivered here: a sweep does not queue it again. */
  private final Set<Object> inHand = ConcurrentHashMap.newKeySet();

  /**
   * @param waiting how many requests may wait for an outcome at once
   */
  public Dispatcher(MeterRegistry meters, int waiting) {
    this.meters = new DispatcherMeters(meters);
    this.waiting = new Semaphore(waiting);
    this.meters.watch(bulkheads, () -> waiting - this.waiting.availablePermits());
  }

  /**
   * Begins to deliver a message that was committed as pending; the future tells the outcome, or
   * {@link Delivery#PENDING} if this node does not get to it.
   */
  public <M> CompletableFuture<Delivery> send(Outbox<M> outbox, Due<M> due) {
    CompletableFuture<Delivery> outcome = new CompletableFuture<>();
    if (!enqueue(outbox, due, outcome)) {
      LOGGER.warnf(
          "No place in the queue of lane %s: message %s waits for the sweep",
          due.lane().name(), outbox.id(due.message()));
    }
    return outcome;
  }

  /** False if there is no place. */
  private <M> boolean enqueue(Outbox<M> outbox, Due<M> due, CompletableFuture<Delivery> outcome) {
    if (!inHand.add(due.message())) {
      outcome.complete(Delivery.PENDING);
      return true;
    }
    DispatcherMeters.Timing timing = meters.delivery();
    boolean queued =
        bulkheads.submit(due.lane().name(), () -> deliver(outbox, due, timing, outcome));
    if (!queued) {
      inHand.remove(due.message());
      outcome.complete(Delivery.PENDING);
    }
    return queued;
  }

  private <M> void deliver(
      Outbox<M> outbox,
      Due<M> due,
      DispatcherMeters.Timing timing,
      CompletableFuture<Delivery> outcome) {
    Delivery known = Delivery.PENDING;
    try {
      known = outbox.deliver(due);
    } finally {
      inHand.remove(due.message());
      timing.stop(known);
      outcome.complete(known);
    }
  }

  /**
   * Begins to deliver a message when the request's transaction has committed it, and nothing if
   * that rolls back.
   */
  public <M> void sendAfterCommit(KeycloakSession session, Outbox<M> outbox, Due<M> due) {
    afterCommit(
        session,
        () -> {
          // The outcome is in the row; nobody waits for it here.
          CompletableFuture<Delivery> unused = send(outbox, due);
        });
  }

  /**
   * Lets the request wait for the outcome when its own transaction has ended and holds no
   * connection any more.
   */
  public void waitAfterCommit(KeycloakSession session, CompletableFuture<Delivery> outcome) {
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

  /** Delivers what no node has claimed, and settles what a node claimed and never told. */
  public <M> void sweep(Outbox<M> outbox) {
    outbox.expire(Bulkheads.PLACES);
    long left =
        outbox.due(Bulkheads.PLACES).stream()
            .filter(due -> !enqueue(outbox, due, new CompletableFuture<>()))
            .count();
    if (left > 0) {
      LOGGER.warnf("%d messages found no place in the queues of their lanes", left);
    }
  }

  /** Finishes what is queued and at work, within a bound; the rest stays for other nodes. */
  @Override
  public void close() {
    bulkheads.close(LONGEST_CLOSE);
  }
}
