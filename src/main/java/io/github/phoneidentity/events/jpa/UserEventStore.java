package io.github.phoneidentity.events.jpa;

import io.github.phoneidentity.events.jpa.UserEventEntity.State;
import io.github.phoneidentity.outbox.jpa.Leases;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.IntStream;
import org.hibernate.Session;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.KeycloakSession;

/** The outbox of user events as its relay sees it; it works in the transaction of its caller. */
public final class UserEventStore {

  private static final List<String> SHARDS =
      IntStream.range(0, 16).mapToObj(UserEventStore::lease).toList();

  private static final String CLEAN_UP = "user-events-clean-up";

  private static final int REASON_LENGTH = 255;

  /**
   * What this node publishes next, in the order of the outbox, and the shards that it holds for
   * that.
   */
  public record Claim(List<String> leases, List<OutboxEvent> events) {}

  /**
   * What kept events from being published.
   *
   * @param alone whether the next try is made alone
   * @param offence whether the broker closed the channel over the event for certain
   */
  public record Failure(String reason, boolean alone, boolean offence) {}

  /**
   * What the outbox holds.
   *
   * @param pending events that are to be published
   * @param oldest when the oldest of them was written, in epoch milliseconds; null if there is none
   * @param dead dead letters
   */
  public record Counts(long pending, Long oldest, long dead) {}

  private final EntityManager entities;
  private final InstantSource clock;
  private final Leases leases;

  public UserEventStore(KeycloakSession session, InstantSource clock) {
    this(session.getProvider(JpaConnectionProvider.class).getEntityManager(), clock);
  }

  UserEventStore(EntityManager entities, InstantSource clock) {
    this.entities = entities;
    this.clock = clock;
    this.leases = new Leases(entities, clock);
  }

  /** The shard that all events of a subject are in. */
  static int shard(String subject) {
    return Math.floorMod(subject.hashCode(), SHARDS.size());
  }

  private static String lease(int shard) {
    return "user-events-%02d".formatted(shard);
  }

  /** Makes the leases, where there are none. */
  public void prepare() {
    leases.prepare(SHARDS);
    leases.prepare(List.of(CLEAN_UP));
  }

  /** Whether there is anything to be seen or published now. */
  public boolean hasWork() {
    return !entities
        .createQuery(
            "select 1 from UserEventEntity e where e.state = :pending"
                + " and (e.dueAt is null or e.dueAt <= :now)",
            Integer.class)
        .setParameter("pending", State.PENDING)
        .setParameter("now", clock.millis())
        .setMaxResults(1)
        .getResultList()
        .isEmpty();
  }

  /**
   * Leases the free shards and takes the events of theirs that are due: fresh ones, and a few of
   * those that have failed before, however many these are. An event that waits or has failed holds
   * back the later ones of its subject and no others.
   *
   * @param node who holds the shards, until it settles or {@code length} is over
   * @param most how many fresh ones
   * @param see whether to mark what is seen for the first time, which reads all that is pending
   */
  public Claim claim(String node, Duration length, int most, boolean see) {
    List<String> taken = leases.take(SHARDS, node, length);
    if (taken.isEmpty()) {
      return new Claim(taken, List.of());
    }
    List<Integer> shards = taken.stream().map(SHARDS::indexOf).toList();
    DueEvents due = new DueEvents(entities, clock, shards);
    if (see) {
      due.see();
    }
    List<OutboxEvent> events = new ArrayList<>(due.fresh(most));
    events.addAll(due.retries());
    List<String> needed = events.stream().map(event -> lease(event.shard())).distinct().toList();
    leases.release(taken.stream().filter(lease -> !needed.contains(lease)).toList(), node);
    return new Claim(needed, events);
  }

  /** Writes that the broker has confirmed these. */
  public void published(Collection<String> ids) {
    if (ids.isEmpty()) {
      return;
    }
    entities
        .createQuery(
            "update UserEventEntity e set e.state = :published, e.settledAt = :now,"
                + " e.reason = null where e.id in (:ids) and e.state = :pending")
        .setParameter("published", State.PUBLISHED)
        .setParameter("pending", State.PENDING)
        .setParameter("now", clock.millis())
        .setParameter("ids", ids)
        .executeUpdate();
  }

  /** Counts a try, and lets the events wait for the next one. */
  public void failed(Collection<String> ids, Failure failure, Duration wait) {
    failure(ids, failure, "e.dueAt = :moment", clock.millis() + wait.toMillis()).executeUpdate();
  }

  /** Makes the events dead letters: later ones of their subjects no longer wait for them. */
  public void dead(Collection<String> ids, Failure failure) {
    failure(ids, failure, "e.state = :dead, e.settledAt = :moment", clock.millis())
        .setParameter("dead", State.DEAD)
        .executeUpdate();
  }

  private Query failure(Collection<String> ids, Failure failure, String change, long moment) {
    String reason = failure.reason();
    return entities
        .createQuery(
            "update UserEventEntity e set e.tries = e.tries + 1,"
                + " e.offences = e.offences + :offence, e.alone = :alone, e.reason = :reason, "
                + change
                + " where e.id in (:ids) and e.state = :pending")
        .setParameter("ids", ids)
        .setParameter("offence", failure.offence() ? 1 : 0)
        .setParameter("alone", failure.alone())
        .setParameter("reason", reason.substring(0, Math.min(reason.length(), REASON_LENGTH)))
        .setParameter("moment", moment)
        .setParameter("pending", State.PENDING);
  }

  /** Gives the shards of a claim back. */
  public void release(Claim claim, String node) {
    leases.release(claim.leases(), node);
  }

  /** How much there is; it reads an index, and of the table a single row. */
  public Counts counts() {
    return new Counts(count(State.PENDING), oldest(), count(State.DEAD));
  }

  private Long oldest() {
    return entities
        .createQuery(
            "select e.createdAt from UserEventEntity e where e.state = :pending"
                + " order by e.sequence",
            Long.class)
        .setParameter("pending", State.PENDING)
        .setMaxResults(1)
        .getResultStream()
        .findFirst()
        .orElse(null);
  }

  private long count(State state) {
    return entities
        .createQuery("select count(*) from UserEventEntity e where e.state = :state", Long.class)
        .setParameter("state", state)
        .getSingleResult();
  }

  /** Takes the removal of old events for a while; false if another node has it. */
  public boolean leaseCleanUp(String node, Duration length) {
    return !leases.take(List.of(CLEAN_UP), node, length).isEmpty();
  }

  /** Drops a batch of events that were published, or became dead letters, this long ago. */
  public int removePublished(Duration age, int batch) {
    return remove(State.PUBLISHED, age, batch);
  }

  /** The same for dead letters. */
  public int removeDead(Duration age, int batch) {
    return remove(State.DEAD, age, batch);
  }

  /** The same for the turns of users who are gone without an event. */
  public int removeTurns(int batch) {
    return new UserEventTurns(entities.unwrap(Session.class)).removeUnneeded(batch);
  }

  private int remove(State state, Duration age, int batch) {
    List<String> ids =
        entities
            .createQuery(
                "select e.id from UserEventEntity e"
                    + " where e.settledAt <= :before and e.state = :state",
                String.class)
            .setParameter("before", clock.millis() - age.toMillis())
            .setParameter("state", state)
            .setMaxResults(batch)
            .getResultList();
    if (!ids.isEmpty()) {
      entities
          .createQuery("delete from UserEventEntity e where e.id in (:ids)")
          .setParameter("ids", ids)
          .executeUpdate();
    }
    return ids.size();
  }
}
