package io.github.phoneidentity.limit.jpa;

import io.github.phoneidentity.limit.Limit;
import io.github.phoneidentity.limit.LimitExceededException;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.BinaryOperator;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.KeycloakSession;

/**
 * Counts uses of {@link Limit}s, exactly under any number of parallel requests on any number of
 * nodes. Each use is counted by one conditional statement, so that the database decides which of
 * several parallel requests gets the last use.
 *
 * <p>Metric: counter {@code phone.identity.limits.tripped} by {@code limit}, the scope.
 */
public final class JpaRateLimiter {

  /** The shortest retry-after time, in milliseconds. */
  private static final long SHORTEST_WAIT = 1000;

  private static final String BY_KEY =
      " where l.realmId = :realm and l.scope = :scope and l.subject = :subject";

  /** One statement, so that a parallel request waits for the row and then counts from it. */
  private static final String TAKE =
      "insert into LimitEntity l (realmId, scope, subject, used, windowEnd)"
          + " values (:realm, :scope, :subject, 1, :end)"
          + " on conflict (realmId, scope, subject) do update set"
          + " used = case when l.windowEnd <= :now then 1 else l.used + 1 end,"
          + " windowEnd = case when l.windowEnd <= :now then :end else l.windowEnd end"
          + " where l.windowEnd <= :now or l.used < :max";

  private final EntityManager entities;
  private final InstantSource clock;

  public JpaRateLimiter(EntityManager entities, InstantSource clock) {
    this.entities = entities;
    this.clock = clock;
  }

  /** The counters in the database of a session. */
  public static JpaRateLimiter of(KeycloakSession session, InstantSource clock) {
    return new JpaRateLimiter(
        session.getProvider(JpaConnectionProvider.class).getEntityManager(), clock);
  }

  /**
   * Consumes one use of each of {@code limits}, in their order, within the caller's transaction.
   * All callers must name limits of the same kind in the same order, so that two transactions
   * cannot deadlock.
   *
   * @throws LimitExceededException if a limit is exceeded, with the one whose window ends last; it
   *     rolls back the caller's transaction
   */
  public void take(List<Limit> limits) {
    for (int i = 0; i < limits.size(); i++) {
      Optional<LimitExceededException> exceeded = take(limits.get(i));
      if (exceeded.isPresent()) {
        throw last(exceeded.get(), limits.subList(i + 1, limits.size()));
      }
    }
  }

  /** The exceeded limit whose window ends last. */
  private LimitExceededException last(LimitExceededException first, List<Limit> others) {
    return others.stream()
        .flatMap(limit -> exceeded(limit).stream())
        .reduce(
            first, BinaryOperator.maxBy(Comparator.comparing(LimitExceededException::retryAfter)));
  }

  /**
   * Consumes one use of each of {@code limits}, as {@link #take} does, but by the same statements
   * whether they are exceeded or not: for limits that must not be disclosed.
   *
   * @return the exceeded limits; unless the list is empty, a caller with several limits must roll
   *     back
   */
  public List<Limit> takeAlike(List<Limit> limits) {
    return limits.stream().filter(limit -> !takeAlike(limit)).toList();
  }

  /**
   * Queries the counter even after a use was consumed, so that the statements are always the same.
   */
  private boolean takeAlike(Limit limit) {
    boolean taken;
    boolean isExceeded;
    do {
      taken = takeOnce(limit);
      isExceeded = isExceeded(limit);
    } while (!taken && !isExceeded);
    return taken;
  }

  private Optional<LimitExceededException> take(Limit limit) {
    Optional<LimitExceededException> exceeded = Optional.empty();
    // Neither consumed nor exceeded: the row was reset or deleted between the two statements.
    while (exceeded.isEmpty()) {
      if (takeOnce(limit)) {
        return Optional.empty();
      }
      exceeded = exceeded(limit);
    }
    limit.reportExceeded();
    return exceeded;
  }

  /**
   * Opens a window with one use, or counts a use of the open one unless all are consumed. A limit
   * without uses never opens a window.
   */
  private boolean takeOnce(Limit limit) {
    if (limit.max() < 1) {
      return false;
    }
    long now = clock.millis();
    return of(limit, TAKE)
            .setParameter("now", now)
            .setParameter("end", now + limit.window().toMillis())
            .setParameter("max", limit.max())
            .executeUpdate()
        == 1;
  }

  /** The exceeded limit, or empty if it has uses left. */
  private Optional<LimitExceededException> exceeded(Limit limit) {
    if (limit.max() < 1) {
      // No window is ever opened for this limit, so retry-after is the length of one.
      return Optional.of(new LimitExceededException(limit, limit.window()));
    }
    long now = clock.millis();
    return entities
        .createQuery(
            "select l.windowEnd from LimitEntity l"
                + BY_KEY
                + " and l.windowEnd > :now and l.used >= :max",
            Long.class)
        .setParameter("realm", limit.realmId())
        .setParameter("scope", limit.scope())
        .setParameter("subject", limit.subject())
        .setParameter("now", now)
        .setParameter("max", limit.max())
        .getResultStream()
        .findFirst()
        .map(
            end ->
                new LimitExceededException(
                    limit, Duration.ofMillis(Math.max(SHORTEST_WAIT, end - now))));
  }

  /** Whether {@code limit} is exceeded now; it consumes nothing. */
  public boolean isExceeded(Limit limit) {
    return exceeded(limit).isPresent();
  }

  /** Resets {@code limit}, within the caller's transaction. */
  public void lift(Limit limit) {
    of(limit, "delete from LimitEntity l" + BY_KEY).executeUpdate();
  }

  /**
   * Deletes expired windows.
   *
   * @return the number of deleted rows; fewer than {@code batch} if there are no more
   */
  public int removeExpired(int batch) {
    return ExpiredRows.remove(
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
