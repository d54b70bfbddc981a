package io.github.phoneidentity.events.rabbitmq;

import io.github.phoneidentity.events.jpa.UserEventStore;
import io.github.phoneidentity.events.jpa.UserEventStore.Claim;
import io.micrometer.core.instrument.Metrics;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.keycloak.Config;
import org.keycloak.common.util.Time;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.utils.KeycloakModelUtils;
import org.keycloak.truststore.TruststoreProvider;

/**
 * The relay of the outbox of user events, which delivers them at least once. On one thread of this
 * node it claims events in a transaction, publishes them outside of any transaction, and records
 * the outcomes in another one. If a node dies in between, another node publishes the events again
 * with the same message ids.
 */
public final class UserEventRelay implements AutoCloseable {

  private static final Logger LOGGER = Logger.getLogger(UserEventRelay.class);
  private static final int BATCH = 1000;
  private static final Duration POLL = Duration.ofMillis(500);
  private static final Duration AFTER_FAILURE = Duration.ofSeconds(5);

  /**
   * Longer than a batch can take, including the timeouts of a silent broker and of closing its
   * connection.
   */
  private static final Duration LEASE = Duration.ofSeconds(30);

  private static final Duration SHUTDOWN = Duration.ofSeconds(10);

  /** Longer than the broker needs to close a connection without an answer. */
  private static final Duration CLOSING = Duration.ofSeconds(5);

  private final RelaySettings settings;
  private final InstantSource clock = () -> Instant.ofEpochMilli(Time.currentTimeMillis());
  private final String node = UUID.randomUUID().toString();
  private final CountDownLatch stop = new CountDownLatch(1);
  private final ExecutorService closing = Executors.newCachedThreadPool(this::thread);
  private final RelayMeters meters = new RelayMeters(Metrics.globalRegistry, clock);
  private final OutboxCleanUp cleanUp;
  private @Nullable KeycloakSessionFactory sessions;
  private @Nullable Thread worker;
  private long nextMarkSeen;
  private boolean full;

  /** The number of batches with lost messages since the last event was published. */
  private int losses;

  private UserEventRelay(RelaySettings settings) {
    this.settings = settings;
    this.cleanUp = new OutboxCleanUp(settings, node, meters, clock);
  }

  /**
   * The relay of a server; empty if the options have no address of a broker.
   *
   * @param options the options of the listener
   * @throws IllegalArgumentException if an option is invalid
   */
  public static Optional<UserEventRelay> of(Config.Scope options) {
    return RelaySettings.of(options).map(UserEventRelay::new);
  }

  /** Starts to relay. The tables must exist; the broker need not be reachable. */
  public void start(KeycloakSessionFactory factory) {
    sessions = factory;
    worker = thread(this::run);
    worker.start();
  }

  private Thread thread(Runnable work) {
    Thread thread = new Thread(work, "phone-identity-relay");
    thread.setDaemon(true);
    return thread;
  }

  /**
   * Runs until the relay is stopped, and starts again after any failure, because this is the node's
   * only relay.
   */
  private void run() {
    boolean failing = false;
    try {
      while (stop.getCount() > 0) {
        try (Broker broker =
            KeycloakModelUtils.runJobInTransactionWithResult(
                sessions,
                session ->
                    Broker.of(
                        settings, session.getProvider(TruststoreProvider.class), closing, clock))) {
          while (stop.getCount() > 0) {
            Duration pause = round(broker) ? Duration.ZERO : POLL;
            failing = false;
            pause(pause);
          }
        } catch (RuntimeException | Error e) {
          LOGGER.logf(failing ? Logger.Level.DEBUG : Logger.Level.ERROR, e, "The relay failed");
          failing = true;
          pause(AFTER_FAILURE);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Waits for {@code length}; true if the relay was stopped meanwhile. */
  private boolean pause(Duration length) throws InterruptedException {
    return stop.await(length.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Relays one batch. Returns true if another one may be due at once. */
  private boolean round(Broker broker) throws InterruptedException {
    cleanUp.run(this::inTransaction);
    Optional<Confirms> confirms = broker.confirms();
    if (confirms.isEmpty() || !inTransaction(UserEventStore::hasWork)) {
      return false;
    }
    Claim claim = claim();
    if (claim.events().isEmpty()) {
      return false;
    }
    // After a loss, publish one at a time, because one of the messages may close the connection.
    int window = losses == 0 ? Publication.WINDOW : 1;
    List<Batch.Tried> tried =
        new Publication(broker, clock, () -> stop.getCount() == 0, window)
            .publish(confirms.get(), claim.events());
    inTransaction(
        store -> {
          new BatchOutcomes(tried).write(store);
          store.release(claim, node);
          return null;
        });
    return report(broker, tried);
  }

  /** Claims a batch. While full batches are due, new events are not marked as seen. */
  private Claim claim() {
    boolean markSeen = !full && clock.millis() >= nextMarkSeen;
    Claim claim = inTransaction(store -> store.claim(node, LEASE, BATCH, markSeen));
    if (markSeen) {
      nextMarkSeen = clock.millis() + POLL.toMillis();
    }
    full = claim.events().stream().filter(event -> event.tries() == 0).count() == BATCH;
    return claim;
  }

  /**
   * Records the outcomes in metrics, logs and the state of the broker. Returns true if another
   * batch may be due at once.
   */
  private boolean report(Broker broker, List<Batch.Tried> tried) {
    boolean published = false;
    Optional<Batch.Tried> problem = Optional.empty();
    for (Batch.Tried one : tried) {
      meters.tried(one.outcome());
      if (one.state() == PublicationState.DEAD) {
        logDead(one);
      }
      published |= one.outcome() == Outcome.CONFIRMED;
      problem = one.outcome() == Outcome.CONFIRMED ? problem : Optional.of(one);
    }
    losses = published ? 0 : losses;
    problem.ifPresent(one -> reportProblem(broker, one));
    if (published && problem.isEmpty()) {
      broker.works();
    }
    return published || (full && losses == 0);
  }

  private static void logDead(Batch.Tried dead) {
    LOGGER.warnf(
        "User event %s (%s of realm %s) is a dead letter after %d tries, over %d of which the"
            + " broker closed the channel: %s",
        dead.event().id(),
        dead.event().type(),
        dead.event().realmId(),
        dead.event().tries() + 1,
        dead.event().offences() + (dead.failure().offence() ? 1 : 0),
        dead.reason());
  }

  private void reportProblem(Broker broker, Batch.Tried problem) {
    switch (problem.outcome()) {
      case RETURNED -> {
        broker.report(BrokerState.UNROUTABLE, problem.reason());
        broker.declareMissing();
      }
      case NACKED -> broker.report(BrokerState.OVERFLOWING, problem.reason());
      case OFFENDED, FORBIDDEN -> broker.report(BrokerState.REFUSING, problem.reason());
      case LOST -> {
        losses++;
        if (losses > 1) {
          broker.losing(problem.reason());
        }
      }
      case CONFIRMED, UNWRITABLE -> {}
    }
  }

  private <T> T inTransaction(Function<UserEventStore, T> work) {
    return KeycloakModelUtils.runJobInTransactionWithResult(
        sessions, session -> work.apply(new UserEventStore(session, clock)));
  }

  /** Stops the relay after the current batch, or after ten seconds. */
  @Override
  public void close() {
    stop.countDown();
    try {
      if (worker != null) {
        worker.join(SHUTDOWN.toMillis());
        worker.interrupt();
        worker.join(CLOSING.toMillis());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    closing.shutdownNow();
  }
}
