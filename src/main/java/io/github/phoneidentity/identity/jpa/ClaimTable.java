package io.github.phoneidentity.identity.jpa;

import io.github.phoneidentity.identity.ClaimKind;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.hibernate.FlushMode;
import org.hibernate.LockMode;
import org.hibernate.SharedSessionContract;
import org.hibernate.query.CommonQueryContract;
import org.hibernate.query.MutationQuery;

/**
 * The statements of the claim table. All of them are conditional, so that the database decides
 * between nodes; none flushes, because they also run inside the completion of a transaction.
 */
final class ClaimTable {

  private static final String ROW =
      "select c.realmId, c.kind, c.claimKey, c.userId, c.attributeId, c.claimedAt, c.releasedAt"
          + " from ClaimEntity c ";
  private static final String AT_SLOT =
      " where c.realmId = :realm and c.kind = :kind and c.claimKey = :key";

  private final SharedSessionContract db;

  ClaimTable(SharedSessionContract db) {
    this.db = db;
  }

  Optional<ClaimRow> find(Slot slot) {
    var query = at(slot, quiet(db.createSelectionQuery(ROW + AT_SLOT, Object[].class)));
    return query.getResultList().stream().findFirst().map(ClaimTable::row);
  }

  List<ClaimRow> ofUsers(Collection<String> userIds) {
    var query = quiet(db.createSelectionQuery(ROW + "where c.userId in :users", Object[].class));
    return query.setParameter("users", userIds).getResultList().stream()
        .map(ClaimTable::row)
        .toList();
  }

  /**
   * Writes a claim where there is none. Waits for a transaction that is just writing the same one.
   */
  boolean insert(Slot slot, String userId, String attributeId, long now) {
    MutationQuery insert =
        db.createMutationQuery(
            "insert into ClaimEntity (realmId, kind, claimKey, userId, attributeId, claimedAt)"
                + " values (:realm, :kind, :key, :user, :attribute, :now) on conflict do nothing");
    return owned(at(slot, quiet(insert)), userId, attributeId, now).executeUpdate() == 1;
  }

  /**
   * Takes over a released claim. A row that another transaction holds counts as owned: waiting for
   * it could deadlock.
   *
   * @param holdBack how long a released claim is held back for its former owner, from the moment it
   *     was stamped
   */
  boolean takeOver(Slot slot, String userId, String attributeId, long now, Duration holdBack) {
    if (!lock(slot)) {
      return false;
    }
    MutationQuery update =
        db.createMutationQuery(
            "update ClaimEntity c set c.userId = :user, c.attributeId = :attribute,"
                + " c.claimedAt = :now, c.releasedAt = null"
                + AT_SLOT
                + " and c.attributeId is null and (:heldBack = false or c.releasedAt <= :before)");
    update.setParameter("heldBack", !holdBack.isZero());
    update.setParameter("before", now - holdBack.toMillis());
    return owned(at(slot, quiet(update)), userId, attributeId, now).executeUpdate() == 1;
  }

  /** Points the user's own claim to the attribute row that holds the value now. */
  boolean keep(ClaimRow own, String attributeId, long now) {
    MutationQuery update =
        db.createMutationQuery(
            "update ClaimEntity c set c.attributeId = :attribute, c.claimedAt = :now, c.releasedAt"
                + " = null"
                + AT_SLOT
                + " and c.userId = :user");
    long since = own.releasedAt() == null ? own.claimedAt() : now;
    return owned(at(own.slot(), quiet(update)), own.userId(), attributeId, since).executeUpdate()
        == 1;
  }

  /** Releases the user's own claim, and stamps when. */
  void release(ClaimRow own, long now) {
    MutationQuery update =
        db.createMutationQuery(
            "update ClaimEntity c set c.attributeId = null, c.releasedAt = :now"
                + AT_SLOT
                + " and c.userId = :user and c.releasedAt is null");
    at(own.slot(), quiet(update))
        .setParameter("user", own.userId())
        .setParameter("now", now)
        .executeUpdate();
  }

  private boolean lock(Slot slot) {
    var query =
        at(
            slot,
            quiet(
                db.createSelectionQuery(
                    "select c from ClaimEntity c" + AT_SLOT, ClaimEntity.class)));
    return !query
        .setHibernateLockMode(LockMode.UPGRADE_SKIPLOCKED)
        .setReadOnly(true)
        .getResultList()
        .isEmpty();
  }

  private static <Q extends CommonQueryContract> Q quiet(Q query) {
    query.setHibernateFlushMode(FlushMode.MANUAL);
    return query;
  }

  private static <Q extends CommonQueryContract> Q at(Slot slot, Q query) {
    query
        .setParameter("realm", slot.realmId())
        .setParameter("kind", slot.kind())
        .setParameter("key", slot.key());
    return query;
  }

  private static MutationQuery owned(
      MutationQuery query, String userId, String attributeId, long since) {
    return query
        .setParameter("user", userId)
        .setParameter("attribute", attributeId)
        .setParameter("now", since);
  }

  private static ClaimRow row(Object[] c) {
    Slot slot = new Slot((String) c[0], (ClaimKind) c[1], (String) c[2]);
    return new ClaimRow(slot, (String) c[3], (String) c[4], (Long) c[5], (Long) c[6]);
  }
}
