package io.github.phoneidentity.limit.jpa;

import io.github.phoneidentity.limit.LimitUse;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;

/** The budgets of given subjects, for who administers them. */
public final class LimitAdmin {

  private final EntityManager entities;
  private final InstantSource clock;

  public LimitAdmin(EntityManager entities, InstantSource clock) {
    this.entities = entities;
    this.clock = clock;
  }

  /** What is used of them now. */
  public List<LimitUse> find(String realmId, Collection<String> subjects) {
    return entities
        .createQuery(
            "select l from LimitEntity l where l.realmId = :realm and l.subject in :subjects"
                + " and l.windowEnd > :now order by l.scope, l.subject",
            LimitEntity.class)
        .setParameter("realm", realmId)
        .setParameter("subjects", subjects)
        .setParameter("now", clock.millis())
        .getResultStream()
        .map(this::use)
        .toList();
  }

  private LimitUse use(LimitEntity limit) {
    Duration endsIn = Duration.ofMillis(limit.windowEnd() - clock.millis());
    return new LimitUse(limit.scope(), limit.subject(), limit.used(), endsIn);
  }

  /**
   * Forgets what was used of them; the number of budgets that were in use. The rows are locked in
   * the order in which requests take them, so that the two cannot wait for each other.
   */
  public int lift(String realmId, Collection<String> subjects) {
    List<LimitEntity> limits =
        entities
            .createQuery(
                "select l from LimitEntity l where l.realmId = :realm and l.subject in :subjects"
                    + " order by l.scope, l.subject",
                LimitEntity.class)
            .setParameter("realm", realmId)
            .setParameter("subjects", subjects)
            .setLockMode(LockModeType.PESSIMISTIC_WRITE)
            .getResultList();
    limits.forEach(entities::remove);
    return limits.size();
  }
}
