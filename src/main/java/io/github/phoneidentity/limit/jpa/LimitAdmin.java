package io.github.phoneidentity.limit.jpa;

import io.github.phoneidentity.limit.LimitUse;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.KeycloakSession;

/** Reads and resets the rate limits of given subjects, for administrators. */
public final class LimitAdmin {

  private final EntityManager entities;
  private final InstantSource clock;

  public LimitAdmin(EntityManager entities, InstantSource clock) {
    this.entities = entities;
    this.clock = clock;
  }

  /** The counters in the database of a session. */
  public static LimitAdmin of(KeycloakSession session, InstantSource clock) {
    return new LimitAdmin(
        session.getProvider(JpaConnectionProvider.class).getEntityManager(), clock);
  }

  /** The uses in windows that have not expired, ordered by scope and subject. */
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
   * Resets the rate limits of these subjects. The rows are locked in the order in which requests
   * lock them, so that the two cannot deadlock.
   *
   * @return the number of limits that were reset
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
