package io.github.phoneidentity.limit.jpa;

import io.github.phoneidentity.limit.Limit;
import io.github.phoneidentity.limit.RateLimiter;
import io.github.phoneidentity.limit.Refusal;
import io.micrometer.core.instrument.Metrics;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * {@link RateLimiter} by one conditional update a use: the database decides who gets the last one.
 *
 * <p>Metric: counter {@code phone.identity.limits.tripped} by {@code limit}, the scope.
 */
public final class JpaRateLimiter implements RateLimiter {

  private static final String IS =
      " where l.realmId = :realm and l.scope = :scope and l.subject = :subject";

  private final EntityManager entities;
  private final InstantSource clock;

  public JpaRateLimiter(EntityManager entities, InstantSource clock) {
    this.entities = entities;
    this.clock = clock;
  }

  @Override
  public Optional<Refusal> take(List<Limit> limits) {
    return limits.stream().flatMap(limit -> take(limit).stream()).findFirst();
  }

  private Optional<Refusal> take(Limit limit) {
    if (takeOnce(limit)) {
      return Optional.empty();
    }
    Optional<Long> windowEnd = windowEnd(limit);
    // No row means that the clean-up took it between the two statements: the budget is untouched.
    if (windowEnd.isEmpty() && takeOnce(limit)) {
      return Optional.empty();
    }
    Metrics.counter("phone.identity.limits.tripped", "limit", limit.scope()).increment();
    return Optional.of(refusal(limit, windowEnd.orElse(0L)));
  }

  private boolean takeOnce(Limit limit) {
    long now = clock.millis();
    of(
            limit,
            "insert into LimitEntity (realmId, scope, subject, used, windowEnd)"
                + " values (:realm, :scope, :subject, 0, 0L) on conflict do nothing")
        .executeUpdate();
    return of(
                limit,
                "update LimitEntity l set"
                    + " l.used = case when l.windowEnd <= :now then 1 else l.used + 1 end,"
                    + " l.windowEnd = case when l.windowEnd <= :now then :end else l.windowEnd end"
                    + IS
                    + " and :max > 0 and (l.windowEnd <= :now or l.used < :max)")
            .setParameter("now", now)
            .setParameter("end", now + limit.window().toMillis())
            .setParameter("max", limit.max())
            .executeUpdate()
        == 1;
  }

  private Optional<Long> windowEnd(Limit limit) {
    return entities
        .createQuery("select l.windowEnd from LimitEntity l" + IS, Long.class)
        .setParameter("realm", limit.realmId())
        .setParameter("scope", limit.scope())
        .setParameter("subject", limit.subject())
        .getResultStream()
        .findFirst();
  }

  private Refusal refusal(Limit limit, long windowEnd) {
    // A budget of none has no window to end: it is asked for again when a window would have passed.
    long wait = windowEnd == 0 ? limit.window().toMillis() : windowEnd - clock.millis();
    return new Refusal(limit, Duration.ofMillis(Math.max(Duration.ofSeconds(1).toMillis(), wait)));
  }

  @Override
  public void lift(Limit limit) {
    of(limit, "delete from LimitEntity l" + IS).executeUpdate();
  }

  /**
   * Drops windows that have ended.
   *
   * @return how many; fewer than {@code batch} if there are no more
   */
  public int removeExpired(int batch) {
    return EndedRows.remove(
        entities,
        entities
            .createQuery("select l from LimitEntity l where l.windowEnd <= :now", LimitEntity.class)
            .setParameter("now", clock.millis()),
        batch);
  }

  private Query of(Limit limit, String statement) {
    return entities
        .createQuery(statement)
        .setParameter("realm", limit.realmId())
        .setParameter("scope", limit.scope())
        .setParameter("subject", limit.subject());
  }
}
