package io.github.phoneidentity.identity.jpa;

import io.github.phoneidentity.identity.ClaimKind;
import io.github.phoneidentity.identity.ClaimValue;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.hibernate.FlushMode;
import org.hibernate.SharedSessionContract;
import org.hibernate.query.CommonQueryContract;
import org.hibernate.query.SelectionQuery;

/** The statements of the table of directory conflicts. None of them flushes. */
final class ConflictTable {

  private static final String ROW =
      "select c.realmId, c.userId, c.kind, c.canonical from ConflictEntity c where ";

  private final SharedSessionContract db;

  ConflictTable(SharedSessionContract db) {
    this.db = db;
  }

  /**
   * A value that a directory has for a user while another user owns it.
   *
   * @param canonical the value as it will be stored
   */
  record Conflict(String realmId, String userId, ClaimKind kind, String canonical) {}

  /** Stores a conflict, and replaces the user's former conflict of that kind. */
  void put(String realmId, String userId, ClaimValue value) {
    forget(userId, Set.of(value.kind()));
    withoutFlush(
            db.createMutationQuery(
                "insert into ConflictEntity (userId, kind, realmId, claimKey, canonical) values"
                    + " (:user, :kind, :realm, :key, :canonical) on conflict do nothing"))
        .setParameter("user", userId)
        .setParameter("kind", value.kind())
        .setParameter("realm", realmId)
        .setParameter("key", value.key())
        .setParameter("canonical", value.canonical())
        .executeUpdate();
  }

  void forget(String userId, Collection<ClaimKind> kinds) {
    withoutFlush(
            db.createMutationQuery(
                "delete from ConflictEntity c where c.userId = :user and c.kind in :kinds"))
        .setParameter("user", userId)
        .setParameter("kinds", kinds)
        .executeUpdate();
  }

  /** The conflicts of the users whose directory has the value with this key. */
  List<Conflict> at(ClaimKey claimKey) {
    return list(at(claimKey, "c.realmId = :realm and c.kind = :kind and c.claimKey = :key"));
  }

  /** The conflicts of the owner of the value with this key, whose directory has another value. */
  List<Conflict> ofOwner(ClaimKey claimKey) {
    return list(
        at(
            claimKey,
            "c.kind = :kind and c.userId in (select o.userId from ClaimEntity o where"
                + " o.realmId = :realm and o.kind = :kind and o.claimKey = :key"
                + " and o.attributeId is not null)"));
  }

  private SelectionQuery<Object[]> at(ClaimKey claimKey, String where) {
    return rows(where)
        .setParameter("realm", claimKey.realmId())
        .setParameter("kind", claimKey.kind())
        .setParameter("key", claimKey.key());
  }

  /** Conflicts that are resolved: no user owns the value any more. */
  List<Conflict> over(int max) {
    return list(
        rows("not exists (select 1 from ClaimEntity o where o.realmId = c.realmId"
                + " and o.kind = c.kind and o.claimKey = c.claimKey)")
            .setMaxResults(max));
  }

  private SelectionQuery<Object[]> rows(String where) {
    return withoutFlush(db.createSelectionQuery(ROW + where, Object[].class));
  }

  private static List<Conflict> list(SelectionQuery<Object[]> rows) {
    return rows.getResultList().stream().map(ConflictTable::conflict).toList();
  }

  private static Conflict conflict(Object[] c) {
    return new Conflict((String) c[0], (String) c[1], (ClaimKind) c[2], (String) c[3]);
  }

  private static <Q extends CommonQueryContract> Q withoutFlush(Q query) {
    query.setHibernateFlushMode(FlushMode.MANUAL);
    return query;
  }
}
