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
import org.keycloak.Config;
import org.keycloak.common.util.Time;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.utils.KeycloakModelUtils;
import org.keycloak.truststore.TruststoreProvider;

/**
 * Publishes what the outbox of user events holds, on one thread of this node: it claims events in
 * one transaction, gives them to the broker without one, and writes in another what became of them.
 * A node that dies in between has published what another node will publish again, with the same
 * message ids; nothing is lost.
 */
public final class UserEventRelay implements AutoCloseable {

  private static final Logger LOGGER = Logger.getLogger(UserEventRelay.class);
  private static final int BATCH = 1000;
  private static final Duration POLL = Duration.ofMillis(500);
  private static final Duration AFTER_FAILURE = Duration.ofSeconds(5);

  /** Longer than a batch can take: the sending, a silent broker, and the end of its connection. */
  private static final Duration LEASE = Duration.ofSeconds(30);

  private static final Duration SHUTDOWN = Duration.ofSeconds(10);

  private final RelaySettings settings;
  private final InstantSource clock = () -> Instant.ofEpochMilli(Time.currentTimeMillis());
  private final String node = UUID.randomUUID().toString();
  private final CountDownLatch stop = new CountDownLatch(1);
  private final ExecutorService closing = Executors.newCachedThreadPool(this::thread);
  private final RelayMeters meters = new RelayMeters(Metrics.globalRegistry, clock);
  private final HouseKeeping houseKeeping;
  private KeycloakSessionFactory sessions;
  private Thread worker;
  private long nextLook;
  private boolean full;

  /** Batches since something was published in which messages were lost. */
  private int losses;

  private UserEventRelay(RelaySettings settings) {
    this.settings = settings;
    this.houseKeeping = new HouseKeeping(settings, node, meters, clock);
  }

  /**
   * The relay of a server that has the address of a broker.
   *
   * @param options those of the listener
   * @throws IllegalArgumentException if they cannot be used
   */
  public static Optional<UserEventRelay> of(Config.Scope options) {
    return RelaySettings.of(options).map(UserEventRelay::new);
  }

  /** Begins to relay; the tables have to be there, the broker need not. */
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

  /** Nobody else relays on this node: it begins again after whatever has happened. */
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

  private void pause(Duration length) throws InterruptedException {
    boolean unused = stop.await(length.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** True if there may be more to do at once. */
  private boolean round(Broker broker) throws InterruptedException {
    houseKeeping.run(this::inTransaction);
    Optional<Confirms> confirms = broker.confirms();
    if (confirms.isEmpty() || !inTransaction(UserEventStore::hasWork)) {
      return false;
    }
    Claim claim = claim();
    if (claim.events().isEmpty()) {
      return false;
    }
    // After a loss they go one by one: it may be a message that costs the connection.
    int window = losses == 0 ? Publication.WINDOW : 1;
    List<Batch.Tried> tried =
        new Publication(broker, clock, () -> stop.getCount() == 0, window)
            .publish(confirms.get(), claim.events());
    inTransaction(
        store -> {
          new Settlement(tried).write(store);
          store.release(claim, node);
          return null;
        });
    return report(broker, tried);
  }

  /** While a full batch is due, there is no hurry to see what comes after it. */
  private Claim claim() {
    boolean see = !full && clock.millis() >= nextLook;
    Claim claim = inTransaction(store -> store.claim(node, LEASE, BATCH, see));
    if (see) {
      nextLook = clock.millis() + POLL.toMillis();
    }
    full = claim.events().stream().filter(event -> event.tries() == 0).count() == BATCH;
    return claim;
  }

  /** True if there may be more to do at once. */
  private boolean report(Broker broker, List<Batch.Tried> tried) {
    boolean published = false;
    Optional<Batch.Tried> trouble = Optional.empty();
    for (Batch.Tried one : tried) {
      meters.tried(one.outcome());
      if (one.fate() == Fate.DEAD) {
        logDead(one);
      }
      published |= one.outcome() == Outcome.CONFIRMED;
      trouble = one.outcome() == Outcome.CONFIRMED ? trouble : Optional.of(one);
    }
    losses = published ? 0 : losses;
    trouble.ifPresent(one -> tell(broker, one));
    if (published && trouble.isEmpty()) {
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

  private void tell(Broker broker, Batch.Tried trouble) {
    switch (trouble.outcome()) {
      case RETURNED -> {
        broker.tell(BrokerState.UNROUTABLE, trouble.reason());
        broker.declareMissing();
      }
      case NACKED -> broker.tell(BrokerState.OVERFLOWING, trouble.reason());
      case OFFENDED, FORBIDDEN -> broker.tell(BrokerState.REFUSING, trouble.reason());
      case LOST -> {
        losses++;
        if (losses > 1) {
          broker.loses(trouble.reason());
        }
      }
      case CONFIRMED, UNWRITABLE -> {}
    }
  }

  private <T> T inTransaction(Function<UserEventStore, T> work) {
    return KeycloakModelUtils.runJobInTransactionWithResult(
        sessions, session -> work.apply(new UserEventStore(session, clock)));
  }

  /** Ends it when the batch in flight is finished, or after ten seconds. */
  @Override
  public void close() {
    stop.countDown();
    try {
      if (worker != null) {
        worker.join(SHUTDOWN.toMillis());
        worker.interrupt();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    closing.shutdownNow();
  }
}
