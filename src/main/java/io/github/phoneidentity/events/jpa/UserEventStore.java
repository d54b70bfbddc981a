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
import org.jspecify.annotations.Nullable;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.KeycloakSession;

/** The relay's view of the outbox of user events. All methods work in the caller's transaction. */
public final class UserEventStore {

  private static final List<String> SHARDS =
      IntStream.range(0, 16).mapToObj(UserEventStore::lease).toList();

  private static final String CLEAN_UP = "user-events-clean-up";

  private static final int REASON_LENGTH = 255;

  /**
   * The events that this node publishes next, in the order of the outbox, and the leases of their
   * shards.
   */
  public record Claim(List<String> leases, List<OutboxEvent> events) {
    public Claim {
      leases = List.copyOf(leases);
      events = List.copyOf(events);
    }
  }

  /**
   * Why events were not published.
   *
   * @param reason a text for operators; it is shortened to 255 characters
   * @param alone whether the next try is made alone
   * @param offence whether the broker has certainly closed the channel because of the event
   */
  public record Failure(String reason, boolean alone, boolean offence) {}

  /**
   * The numbers of events in the outbox.
   *
   * @param pending the number of events that wait to be published
   * @param oldest when the oldest of these was written, in epoch milliseconds; null if there is
   *     none
   * @param dead the number of dead letters
   */
  public record Counts(long pending, @Nullable Long oldest, long dead) {}

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

  /** The shard of all events of a subject. */
  static int shard(String subject) {
    return Math.floorMod(subject.hashCode(), SHARDS.size());
  }

  private static String lease(int shard) {
    return "user-events-%02d".formatted(shard);
  }

  /** Creates the leases, if they do not exist. */
  public void prepare() {
    leases.prepare(SHARDS);
    leases.prepare(List.of(CLEAN_UP));
  }

  /** Whether there are new events, or events that are due. */
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
   * Leases the free shards and reads their due events: fresh ones, and a few of those that have
   * failed before. An event that is not due or has failed blocks the later events of its subject,
   * but no others.
   *
   * @param node the id of the node that holds the leases, until it releases them or they expire
   * @param length how long the leases last
   * @param most how many fresh events to read at most
   * @param markSeen whether to set the due time of new events, which reads all pending ones
   */
  public Claim claim(String node, Duration length, int most, boolean markSeen) {
    List<String> taken = leases.take(SHARDS, node, length);
    if (taken.isEmpty()) {
      return new Claim(taken, List.of());
    }
    List<Integer> shards = taken.stream().map(SHARDS::indexOf).toList();
    DueEvents due = new DueEvents(entities, clock, shards);
    if (markSeen) {
      due.markSeen();
    }
    List<OutboxEvent> events = new ArrayList<>(due.fresh(most));
    events.addAll(due.retries());
    List<String> needed = events.stream().map(event -> lease(event.shard())).distinct().toList();
    leases.release(taken.stream().filter(lease -> !needed.contains(lease)).toList(), node);
    return new Claim(needed, events);
  }

  /** Marks events as published. */
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

  /**
   * Counts a failed try.
   *
   * @param wait the delay until the next try
   */
  public void failed(Collection<String> ids, Failure failure, Duration wait) {
    failure(ids, failure, "e.dueAt = :moment", clock.millis() + wait.toMillis()).executeUpdate();
  }

  /** Marks events as dead letters, which no longer block the later events of their subjects. */
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

  /** Releases the leases of a claim. */
  public void release(Claim claim, String node) {
    leases.release(claim.leases(), node);
  }

  /** Counts the events. It reads an index, and a single row of the table. */
  public Counts counts() {
    return new Counts(count(State.PENDING), oldest(), count(State.DEAD));
  }

  private @Nullable Long oldest() {
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

  /**
   * Acquires the lease of the clean-up.
   *
   * @return false if another node holds it
   */
  public boolean leaseCleanUp(String node, Duration length) {
    return !leases.take(List.of(CLEAN_UP), node, length).isEmpty();
  }

  /**
   * Deletes a batch of events that were published at least {@code age} ago.
   *
   * @return the number of deleted events; fewer than {@code batch} if there are no more
   */
  public int removePublished(Duration age, int batch) {
    return remove(State.PUBLISHED, age, batch);
  }

  /**
   * Deletes a batch of dead letters that are at least {@code age} old.
   *
   * @return as in {@link #removePublished}
   */
  public int removeDead(Duration age, int batch) {
    return remove(State.DEAD, age, batch);
  }

  /**
   * Deletes a batch of turns whose users were removed without an event.
   *
   * @return as in {@link #removePublished}
   */
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
