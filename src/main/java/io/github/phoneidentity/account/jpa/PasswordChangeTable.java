package io.github.phoneidentity.account.jpa;

import io.github.phoneidentity.limit.jpa.ExpiredRows;
import jakarta.persistence.EntityManager;
import java.time.Duration;
import java.util.Optional;
import org.hibernate.FlushMode;
import org.hibernate.Session;
import org.hibernate.SharedSessionContract;
import org.jspecify.annotations.Nullable;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.KeycloakSession;

/** The last change of each user's password. It works in the transaction of its caller. */
public final class PasswordChangeTable {

  /**
   * A change of a password.
   *
   * @param changedAt when it was made, in epoch milliseconds
   * @param authSession the id of the root authentication session that made it; null for an
   *     administrator or a REST call
   */
  public record Change(long changedAt, @Nullable String authSession) {}

  private final SharedSessionContract db;

  PasswordChangeTable(SharedSessionContract db) {
    this.db = db;
  }

  /** The table in the database of the session. */
  public static PasswordChangeTable of(KeycloakSession session) {
    return new PasswordChangeTable(entities(session).unwrap(Session.class));
  }

  private static EntityManager entities(KeycloakSession session) {
    return session.getProvider(JpaConnectionProvider.class).getEntityManager();
  }

  /** The last committed change, by one index read that does not flush; empty if there is none. */
  public Optional<Change> find(String userId) {
    return db.createSelectionQuery(
            "select c.changedAt, c.authSession from PasswordChangeEntity c where c.userId = :user",
            Change.class)
        .setParameter("user", userId)
        .setHibernateFlushMode(FlushMode.MANUAL)
        .uniqueResultOptional();
  }

  /** Stores a change, unless a newer one is stored. */
  public void write(String userId, String realmId, Change change) {
    db.createMutationQuery(
            "insert into PasswordChangeEntity (userId, realmId, changedAt, authSession) values"
                + " (:user, :realm, :at, :by) on conflict (userId) do update set changedAt ="
                + " excluded.changedAt, authSession = excluded.authSession where changedAt <="
                + " excluded.changedAt")
        .setHibernateFlushMode(FlushMode.MANUAL)
        .setParameter("user", userId)
        .setParameter("realm", realmId)
        .setParameter("at", change.changedAt())
        .setParameter("by", change.authSession(), String.class)
        .executeUpdate();
  }

  /**
   * Deletes changes that are older than any login that can still be open.
   *
   * @return how many; fewer than {@code batch} if there are no more
   */
  public static int removeOlder(KeycloakSession session, long now, Duration age, int batch) {
    EntityManager entities = entities(session);
    return ExpiredRows.remove(
        entities,
        entities
            .createQuery(
                "select c from PasswordChangeEntity c where c.changedAt <= :before",
                PasswordChangeEntity.class)
            .setParameter("before", now - age.toMillis()),
        batch);
  }
}
