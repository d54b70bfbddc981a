package io.github.phoneidentity.events.rabbitmq;

import io.github.phoneidentity.events.jpa.UserEventStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * The relay's clean-up: every ten seconds it counts events and deletes old ones; every hour it
 * deletes the turns of users who were removed without an event.
 */
final class OutboxCleanUp {

  /** Runs work in a new transaction. */
  interface Transactions {
    <T> T run(Function<UserEventStore, T> work);
  }

  private static final Duration INTERVAL = Duration.ofSeconds(10);
  private static final Duration TURNS_INTERVAL = Duration.ofHours(1);
  private static final int BATCH = 1000;
  private static final int MAX_BATCHES = 30;

  private final RelaySettings settings;
  private final String node;
  private final RelayMeters meters;
  private final InstantSource clock;
  private boolean prepared;
  private long nextRun;
  private long nextTurns;

  OutboxCleanUp(RelaySettings settings, String node, RelayMeters meters, InstantSource clock) {
    this.settings = settings;
    this.node = node;
    this.meters = meters;
    this.clock = clock;
  }

  void run(Transactions transactions) {
    if (clock.millis() < nextRun) {
      return;
    }
    // Set the next time first: a failing clean-up must not keep the relay from publishing.
    nextRun = clock.millis() + INTERVAL.toMillis();
    if (!prepared) {
      transactions.run(
          store -> {
            store.prepare();
            return null;
          });
      prepared = true;
    }
    meters.counts(transactions.run(UserEventStore::counts));
    if (transactions.<Boolean>run(store -> store.leaseCleanUp(node, INTERVAL))) {
      repeat(
          transactions,
          store -> store.removePublished(settings.publishedRetention(), BATCH) == BATCH);
      repeat(transactions, store -> store.removeDead(settings.deadRetention(), BATCH) == BATCH);
      if (clock.millis() >= nextTurns) {
        nextTurns = clock.millis() + TURNS_INTERVAL.toMillis();
        repeat(transactions, store -> store.removeTurns(BATCH) == BATCH);
      }
    }
  }

  /**
   * Deletes several batches, which is faster than events are published; the number is limited
   * because publishing waits meanwhile.
   */
  private static void repeat(Transactions transactions, Predicate<UserEventStore> more) {
    boolean again = true;
    for (int batch = 0; again && batch < MAX_BATCHES; batch++) {
      again = transactions.run(more::test);
    }
  }
}
