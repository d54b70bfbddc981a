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
 * Relays outbox messages on a bounded pool of threads. The row in the database is authoritative: a
 * message that finds the queue of its lane full, or whose node dies before it claims the message,
 * is delivered by the next sweep of any node.
 */
public final class Dispatcher implements AutoCloseable {

  private static final Logger LOGGER = Logger.getLogger(Dispatcher.class);
  private static final Duration MAX_WAIT = Duration.ofSeconds(3);

  /** Shorter than the ten seconds after which Docker kills a container that is being stopped. */
  private static final Duration MAX_CLOSE = Duration.ofSeconds(8);

  private final DispatcherMeters meters;
  private final Semaphore waiting;
  private final Bulkheads bulkheads = new Bulkheads();

  /** Messages that this node has queued or is delivering: a sweep must not queue them again. */
  private final Set<Object> inFlight = ConcurrentHashMap.newKeySet();

  /**
   * A dispatcher that delivers until it is closed.
   *
   * @param waiting how many requests may wait for an outcome at the same time
   */
  public Dispatcher(MeterRegistry meters, int waiting) {
    this.meters = new DispatcherMeters(meters);
    this.waiting = new Semaphore(waiting);
    this.meters.watch(bulkheads, () -> waiting - this.waiting.availablePermits());
  }

  /**
   * Starts the delivery of a message that was committed as pending.
   *
   * @return a future of the outcome; it completes with {@link Delivery#PENDING} if this node does
   *     not claim the message
   */
  public <M> CompletableFuture<Delivery> send(Outbox<M> outbox, Due<M> due) {
    CompletableFuture<Delivery> outcome = new CompletableFuture<>();
    if (!enqueue(outbox, due, outcome)) {
      LOGGER.warnf(
          "The queue of lane %s is full: message %s waits for the next sweep",
          due.lane().name(), outbox.id(due.message()));
    }
    return outcome;
  }

  /** Returns false if the queue of the lane is full. */
  private <M> boolean enqueue(Outbox<M> outbox, Due<M> due, CompletableFuture<Delivery> outcome) {
    if (!inFlight.add(due.message())) {
      outcome.complete(Delivery.PENDING);
      return true;
    }
    DispatcherMeters.Timing timing = meters.startDelivery();
    boolean queued =
        bulkheads.submit(due.lane().name(), () -> deliver(outbox, due, timing, outcome));
    if (!queued) {
      inFlight.remove(due.message());
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
      inFlight.remove(due.message());
      timing.stop(known);
      outcome.complete(known);
    }
  }

  /**
   * Starts the delivery of a message once the request's transaction has committed, and not at all
   * if it is rolled back.
   */
  public <M> void sendAfterCommit(KeycloakSession session, Outbox<M> outbox, Due<M> due) {
    afterCommit(
        session,
        () -> {
          // The row records the outcome, so the future is not needed.
          CompletableFuture<Delivery> unused = send(outbox, due);
        });
  }

  /**
   * Runs work without a row, once, on one of the threads for messages, and not at all if the queue
   * of the lane is full.
   *
   * @param lane the name of the lane, which may be written to logs
   */
  public void run(String lane, Runnable work) {
    if (!bulkheads.submit(lane, work)) {
      LOGGER.warnf("The queue of lane %s is full: its work is left off", lane);
    }
  }

  /**
   * Lets the request {@link #await} the outcome after its own transaction has completed and
   * released its database connection. A failed delivery does not fail the request.
   */
  public void awaitAfterCommit(KeycloakSession session, CompletableFuture<Delivery> outcome) {
    if (!outcome.isDone()) {
      afterCommit(session, () -> await(outcome));
    }
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
                // The row was rolled back, so there is nothing to deliver.
              }
            });
  }

  /**
   * Waits up to three seconds for an outcome, and not at all while too many other requests are
   * waiting. The caller must not hold a database connection.
   *
   * @return the outcome; {@link Delivery#PENDING} if it is not known yet
   */
  public Delivery await(CompletableFuture<Delivery> outcome) {
    if (!outcome.isDone() && waiting.tryAcquire()) {
      await(outcome, waiting);
    }
    return outcome.getNow(Delivery.PENDING);
  }

  private static void await(CompletableFuture<Delivery> outcome, Semaphore place) {
    try {
      outcome.get(MAX_WAIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException later) {
      LOGGER.debug("The outcome of a message is not known yet");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException e) {
      LOGGER.warn("A message could not be sent", e);
    } finally {
      place.release();
    }
  }

  /**
   * Queues due messages that no node has claimed, and settles messages whose claim has expired
   * without an outcome.
   */
  public <M> void sweep(Outbox<M> outbox) {
    outbox.expire(Bulkheads.PLACES);
    long left =
        outbox.due(Bulkheads.PLACES).stream()
            .filter(due -> !enqueue(outbox, due, new CompletableFuture<>()))
            .count();
    if (left > 0) {
      LOGGER.warnf(
          "%d messages wait for the next sweep, because the queues of their lanes are full", left);
    }
  }

  /**
   * Finishes queued and active deliveries within eight seconds; the others remain pending for other
   * nodes.
   */
  @Override
  public void close() {
    bulkheads.close(MAX_CLOSE);
  }
}
