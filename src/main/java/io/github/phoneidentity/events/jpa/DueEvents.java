package io.github.phoneidentity.events.jpa;

import io.github.phoneidentity.events.jpa.UserEventEntity.State;
import jakarta.persistence.EntityManager;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/**
 * The events of some shards that are due for publication.
 *
 * <p>An event is due two seconds after a relay has first seen it, so that other nodes have evicted
 * the user from their caches. The time counts from when a row is seen, because it is seen after its
 * commit, whereas the insertion time does not show when its transaction was committed.
 */
record DueEvents(EntityManager entities, InstantSource clock, List<Integer> shards) {

  /** How many events that have failed before a batch may contain besides its fresh events. */
  static final int MAX_RETRIES = 100;

  /** How long other nodes have to evict the user from their caches. */
  private static final Duration CACHE_GRACE = Duration.ofSeconds(2);

  private static final int MAX_SEEN = 20_000;

  private static final String UNSEEN =
      "e.state = :pending and e.dueAt is null and e.shard in (:shards)";

  /**
   * The state is compared as an expression: by its index, PostgreSQL would read all pending events
   * again for each one, as long as it has no statistics yet of a table that has just been filled.
   */
  private static final String EARLIER =
      "not exists (select 1 from UserEventEntity b where b.subject = e.subject"
          + " and coalesce(b.state, b.state) = :pending and b.sequence < e.sequence";

  private static final String FRESH =
      "e.tries = 0 and "
          + EARLIER
          + " and (b.tries > 0 or b.dueAt is null or b.dueAt > :now)) order by e.sequence";

  private static final String RETRIES =
      "e.tries > 0 and " + EARLIER + ") order by e.tries, e.dueAt, e.sequence";

  /** Fresh events whose earlier events of the same subject are due as well and have not failed. */
  List<OutboxEvent> fresh(int most) {
    return due(FRESH, most);
  }

  /**
   * Events that have failed before and are the first pending ones of their subjects. Only a few are
   * returned, those with the fewest failures first, so that events which fail again and again do
   * not block others.
   */
  List<OutboxEvent> retries() {
    return due(RETRIES, MAX_RETRIES);
  }

  private List<OutboxEvent> due(String which, int most) {
    return entities
        .createQuery(
            "select e.id, e.shard, e.realmId, e.subject, e.type, e.routingKey, e.payload,"
                + " e.createdAt, e.tries, e.offences, e.alone from UserEventEntity e"
                + " where e.state = :pending and e.shard in (:shards) and e.dueAt <= :now and "
                + which,
            OutboxEvent.class)
        .setParameter("pending", State.PENDING)
        .setParameter("shards", shards)
        .setParameter("now", clock.millis())
        .setMaxResults(most)
        .getResultList();
  }

  /**
   * Sets the due time of new events. Their number is limited, so that the statement finishes within
   * the lease even after a day without a broker.
   */
  void markSeen() {
    long last =
        entities
            .createQuery(
                "select e.sequence from UserEventEntity e where " + UNSEEN + " order by e.sequence",
                Long.class)
            .setParameter("pending", State.PENDING)
            .setParameter("shards", shards)
            .setFirstResult(MAX_SEEN - 1)
            .setMaxResults(1)
            .getResultStream()
            .findFirst()
            .orElse(Long.MAX_VALUE);
    entities
        .createQuery(
            "update UserEventEntity e set e.dueAt = :due where "
                + UNSEEN
                + " and e.sequence <= :last")
        .setParameter("due", clock.millis() + CACHE_GRACE.toMillis())
        .setParameter("pending", State.PENDING)
        .setParameter("shards", shards)
        .setParameter("last", last)
        .executeUpdate();
  }
}
