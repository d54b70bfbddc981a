package io.github.phoneidentity.events.jpa;

import io.github.phoneidentity.events.jpa.UserEventEntity.State;
import jakarta.persistence.EntityManager;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/**
 * What is to be published now of some shards.
 *
 * <p>An event is due two seconds after a relay has first seen it. Only what is committed can be
 * seen, whereas the moment at which a row was inserted says nothing about when its transaction
 * ended. By then the other nodes have dropped what they had cached of the user.
 */
record DueEvents(EntityManager entities, InstantSource clock, List<Integer> shards) {

  /** How many of those that have failed before a batch may have beside its fresh events. */
  static final int MOST_RETRIES = 100;

  /** How long other nodes have for dropping what they had cached. */
  private static final Duration UNSEEN_BY_CACHES = Duration.ofSeconds(2);

  private static final int MOST_SEEN = 20_000;

  private static final String UNSEEN =
      "e.state = :pending and e.dueAt is null and e.shard in (:shards)";

  private static final String EARLIER =
      "not exists (select 1 from UserEventEntity b where b.subject = e.subject"
          + " and b.state = :pending and b.sequence < e.sequence";

  private static final String FRESH =
      "e.tries = 0 and "
          + EARLIER
          + " and (b.tries > 0 or b.dueAt is null or b.dueAt > :now)) order by e.sequence";

  private static final String RETRIES =
      "e.tries > 0 and " + EARLIER + ") order by e.tries, e.dueAt, e.sequence";

  /** Fresh events, none of which follows one of its subject that waits or has failed. */
  List<OutboxEvent> fresh(int most) {
    return due(FRESH, most);
  }

  /**
   * Events that have failed before and are the first of their subjects; a few, and those that have
   * failed the least: many that are refused again and again keep no others waiting.
   */
  List<OutboxEvent> retries() {
    return due(RETRIES, MOST_RETRIES);
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

  /** Not more than one statement can mark while its leases last: a day without a broker is long. */
  void see() {
    long last =
        entities
            .createQuery(
                "select e.sequence from UserEventEntity e where " + UNSEEN + " order by e.sequence",
                Long.class)
            .setParameter("pending", State.PENDING)
            .setParameter("shards", shards)
            .setFirstResult(MOST_SEEN - 1)
            .setMaxResults(1)
            .getResultStream()
            .findFirst()
            .orElse(Long.MAX_VALUE);
    entities
        .createQuery(
            "update UserEventEntity e set e.dueAt = :due where "
                + UNSEEN
                + " and e.sequence <= :last")
        .setParameter("due", clock.millis() + UNSEEN_BY_CACHES.toMillis())
        .setParameter("pending", State.PENDING)
        .setParameter("shards", shards)
        .setParameter("last", last)
        .executeUpdate();
  }
}
