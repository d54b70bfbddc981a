package io.github.phoneidentity.outbox.jpa;

import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import org.hibernate.LockOptions;
import org.hibernate.jpa.SpecHints;

/**
 * Leases that one node holds until it releases them or they expire, as they do for a node that
 * died. All methods work in the caller's transaction.
 */
public final class Leases {

  private final EntityManager entities;
  private final InstantSource clock;

  public Leases(EntityManager entities, InstantSource clock) {
    this.entities = entities;
    this.clock = clock;
  }

  /** Creates the missing ones of these leases as free; existing leases stay as they are. */
  public void prepare(Collection<String> names) {
    names.forEach(
        name ->
            entities
                .createQuery(
                    "insert into LeaseEntity (name, leasedUntil) values (:name, 0L)"
                        + " on conflict do nothing")
                .setParameter("name", name)
                .executeUpdate());
  }

  /**
   * Acquires the free ones of these leases. A lease that another node is acquiring at the same time
   * is skipped.
   *
   * @param owner the id of this node
   * @param length how long the leases last
   * @return the names of the acquired leases
   */
  public List<String> take(Collection<String> names, String owner, Duration length) {
    long now = clock.millis();
    List<String> free =
        entities
            .createQuery(
                "select l from LeaseEntity l where l.name in (:names) and l.leasedUntil <= :now"
                    + " order by l.name",
                LeaseEntity.class)
            .setParameter("names", names)
            .setParameter("now", now)
            .setLockMode(LockModeType.PESSIMISTIC_WRITE)
            .setHint(SpecHints.HINT_SPEC_LOCK_TIMEOUT, LockOptions.SKIP_LOCKED)
            .getResultList()
            .stream()
            .map(LeaseEntity::name)
            .toList();
    if (!free.isEmpty()) {
      entities
          .createQuery(
              "update LeaseEntity l set l.owner = :owner, l.leasedUntil = :until"
                  + " where l.name in (:names)")
          .setParameter("owner", owner)
          .setParameter("until", now + length.toMillis())
          .setParameter("names", free)
          .executeUpdate();
    }
    return free;
  }

  /**
   * Releases leases, except those that have expired and that another node holds now.
   *
   * @param owner the id of this node
   */
  public void release(Collection<String> names, String owner) {
    if (names.isEmpty()) {
      return;
    }
    entities
        .createQuery(
            "update LeaseEntity l set l.owner = null, l.leasedUntil = 0L"
                + " where l.name in (:names) and l.owner = :owner")
        .setParameter("names", names)
        .setParameter("owner", owner)
        .executeUpdate();
  }
}
