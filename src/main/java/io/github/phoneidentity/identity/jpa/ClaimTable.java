package io.github.phoneidentity.identity.jpa;

import io.github.phoneidentity.identity.ClaimKind;
import io.github.phoneidentity.identity.ClaimValue;
import io.github.phoneidentity.identity.RequestOrigin;
import io.github.phoneidentity.identity.UserAttributes;
import io.github.phoneidentity.jpa.Chunks;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hibernate.FlushMode;
import org.hibernate.LockMode;
import org.hibernate.SharedSessionContract;
import org.hibernate.query.CommonQueryContract;
import org.hibernate.query.MutationQuery;

/**
 * The statements of the claim table. All of them are conditional, so that the database decides
 * between nodes. None of them flushes, because they also run in the before-completion phase.
 */
final class ClaimTable {

  private static final String ROW =
      "select c.realmId, c.kind, c.claimKey, c.userId, c.attributeId, c.claimedAt, c.releasedAt,"
          + " c.origin from ClaimEntity c where ";
  private static final String AT_KEY =
      "c.realmId = :realm and c.kind = :kind and c.claimKey = :key";
  private static final String OWN =
      "update ClaimEntity c set c.userId = :user, c.attributeId = :attribute, c.claimedAt = :now,"
          + " c.releasedAt = null, c.origin = :origin where "
          + AT_KEY;

  private static final String RECORD_PROOF =
      "update ClaimEntity c set c.proofId = (select min(p.id) from UserAttributeEntity p"
          + " where p.user.id = c.userId and p.name = :verified)"
          + " where c.kind = :phone and c.attributeId is not null";

  private final SharedSessionContract db;

  ClaimTable(SharedSessionContract db) {
    this.db = db;
  }

  Optional<ClaimRow> find(ClaimKey claimKey) {
    var query = at(claimKey, withoutFlush(db.createSelectionQuery(ROW + AT_KEY, Object[].class)));
    return query.getResultList().stream().findFirst().map(ClaimTable::row);
  }

  /**
   * A claim beside the value of its attribute.
   *
   * @param isHeld whether the attribute that the claim was made for still holds its value; false
   *     for a claim that is released, or whose attribute was changed by SQL or without this
   *     extension
   */
  record Compared(ClaimRow row, boolean isHeld) {}

  /** The claim with this key, if the attribute that it was made for still holds its value. */
  Optional<ClaimRow> findHeld(ClaimKey claimKey) {
    return findCompared(claimKey).filter(Compared::isHeld).map(Compared::row);
  }

  /** The claim with this key, compared with its attribute by the same statement. */
  Optional<Compared> findCompared(ClaimKey claimKey) {
    String compared =
        ROW.replace(
                " from ClaimEntity c where ",
                ", coalesce(a.value, a.longValue) from ClaimEntity c left join UserAttributeEntity"
                    + " a on a.id = c.attributeId and a.user.id = c.userId and a.name = :attribute"
                    + " where ")
            + AT_KEY;
    return at(claimKey, withoutFlush(db.createSelectionQuery(compared, Object[].class)))
        .setParameter("attribute", claimKey.kind().attribute())
        .getResultList()
        .stream()
        .findFirst()
        .map(
            c ->
                new Compared(
                    row(c), ClaimValue.isHeld(claimKey.kind(), claimKey.key(), (String) c[8])));
  }

  /**
   * Locks the claims of these users before their attributes are read, so that transactions which
   * change the same users wait for one another: otherwise the proof of a number could survive a
   * change of the number. Claims of other kinds are not locked: a transaction that has removed
   * their attributes holds those locks, and may wait for these.
   */
  void lock(Collection<String> userIds, Set<ClaimKind> kinds) {
    String rows =
        "select c from ClaimEntity c where c.userId in :users and c.kind in :kinds"
            + " order by c.kind, c.claimKey, c.realmId";
    Chunks.of(userIds)
        .forEach(
            chunk ->
                withoutFlush(db.createSelectionQuery(rows, ClaimEntity.class))
                    .setParameter("users", chunk)
                    .setParameter("kinds", kinds)
                    .setHibernateLockMode(LockMode.PESSIMISTIC_WRITE)
                    .setReadOnly(true)
                    .getResultList());
  }

  /** The existing claims with these keys. */
  List<ClaimRow> find(Collection<ClaimKey> claimKeys) {
    return claimKeys.stream()
        .collect(
            Collectors.groupingBy(
                claimKey -> new ClaimKey(claimKey.realmId(), claimKey.kind(), "")))
        .values()
        .stream()
        .flatMap(Chunks::of)
        .flatMap(this::findInOneRealm)
        .toList();
  }

  private Stream<ClaimRow> findInOneRealm(List<ClaimKey> claimKeys) {
    String keys = "c.realmId = :realm and c.kind = :kind and c.claimKey in :keys";
    return withoutFlush(db.createSelectionQuery(ROW + keys, Object[].class))
        .setParameter("realm", claimKeys.get(0).realmId())
        .setParameter("kind", claimKeys.get(0).kind())
        .setParameter("keys", claimKeys.stream().map(ClaimKey::key).toList())
        .getResultList()
        .stream()
        .map(ClaimTable::row);
  }

  List<ClaimRow> ofUsers(Collection<String> userIds) {
    return Chunks.of(userIds)
        .flatMap(
            chunk ->
                withoutFlush(db.createSelectionQuery(ROW + "c.userId in :users", Object[].class))
                    .setParameter("users", chunk)
                    .getResultList()
                    .stream())
        .map(ClaimTable::row)
        .toList();
  }

  /**
   * Inserts a claim if there is none with this key. Waits for a transaction that is inserting it
   * too.
   */
  boolean insert(ClaimKey claimKey, StoredValue value, Acquisition how) {
    MutationQuery insert =
        db.createMutationQuery(
            "insert into ClaimEntity (realmId, kind, claimKey, userId, attributeId, claimedAt,"
                + " origin) values (:realm, :kind, :key, :user, :attribute, :now, :origin)"
                + " on conflict do nothing");
    return owned(at(claimKey, withoutFlush(insert)), value, how).executeUpdate() == 1;
  }

  /**
   * Takes over a released claim. A row that another transaction has locked counts as owned, because
   * waiting for it could deadlock.
   *
   * @param quarantine how long the claim is reserved for its former owner after its release
   */
  boolean takeOver(ClaimKey claimKey, StoredValue value, Acquisition how, Duration quarantine) {
    if (!lock(claimKey)) {
      return false;
    }
    MutationQuery update =
        db.createMutationQuery(
            OWN
                + " and c.attributeId is null and (:inQuarantine = false or c.releasedAt <="
                + " :before)");
    update.setParameter("inQuarantine", !quarantine.isZero());
    update.setParameter("before", how.at() - quarantine.toMillis());
    return owned(at(claimKey, withoutFlush(update)), value, how).executeUpdate() == 1;
  }

  /**
   * Points the user's own claim to the attribute row that holds the value now.
   *
   * @param again when and by whom the claim is acquired again if it was released
   */
  boolean keep(ClaimRow own, String attributeId, Acquisition again) {
    boolean released = own.releasedAt() != null;
    MutationQuery update =
        db.createMutationQuery(
            "update ClaimEntity c set c.attributeId = :attribute, c.claimedAt = :since,"
                + " c.releasedAt = null, c.origin = :origin where "
                + AT_KEY
                + " and c.userId = :user");
    return at(own.claimKey(), withoutFlush(update))
            .setParameter("user", own.userId())
            .setParameter("attribute", attributeId)
            .setParameter("since", released ? again.at() : own.claimedAt())
            .setParameter("origin", released ? again.origin() : own.origin())
            .executeUpdate()
        == 1;
  }

  /** Records the id of the attribute row that marks the user's number as verified. */
  void recordProof(String userId) {
    withoutFlush(db.createMutationQuery(RECORD_PROOF + " and c.userId = :user"))
        .setParameter("verified", UserAttributes.PHONE_NUMBER_VERIFIED)
        .setParameter("phone", ClaimKind.phone)
        .setParameter("user", userId)
        .executeUpdate();
  }

  /** Records the ids of these attribute rows for all users of a realm. */
  void recordProofs(String realmId) {
    String other =
        " and c.realmId = :realm and exists (select 1 from UserAttributeEntity p"
            + " where p.user.id = c.userId and p.name = :verified"
            + " and (c.proofId is null or p.id <> c.proofId))";
    withoutFlush(db.createMutationQuery(RECORD_PROOF + other))
        .setParameter("verified", UserAttributes.PHONE_NUMBER_VERIFIED)
        .setParameter("phone", ClaimKind.phone)
        .setParameter("realm", realmId)
        .executeUpdate();
  }

  /** Releases the user's own claim, and sets the release time. */
  void release(ClaimRow own, long now) {
    MutationQuery update =
        db.createMutationQuery(
            "update ClaimEntity c set c.attributeId = null, c.releasedAt = :now where "
                + AT_KEY
                + " and c.userId = :user and c.releasedAt is null");
    at(own.claimKey(), withoutFlush(update))
        .setParameter("user", own.userId())
        .setParameter("now", now)
        .executeUpdate();
  }

  /**
   * Releases a claim whose attribute row holds another value now, for example after a change by
   * SQL.
   */
  void releaseStale(String realmId, ClaimKind kind, AdoptableUser.Attribute attribute, long now) {
    MutationQuery update =
        db.createMutationQuery(
            "update ClaimEntity c set c.attributeId = null, c.releasedAt = :now where "
                + AT_KEY
                + " and c.attributeId = :attribute and exists (select 1 from UserAttributeEntity a"
                + " where a.id = c.attributeId and coalesce(a.value, a.longValue) = :value)");
    at(new ClaimKey(realmId, kind, attribute.claimedKey()), withoutFlush(update))
        .setParameter("attribute", attribute.id())
        .setParameter("value", attribute.value())
        .setParameter("now", now)
        .executeUpdate();
  }

  private boolean lock(ClaimKey claimKey) {
    String row = "select c from ClaimEntity c where " + AT_KEY;
    return !at(claimKey, withoutFlush(db.createSelectionQuery(row, ClaimEntity.class)))
        .setHibernateLockMode(LockMode.UPGRADE_SKIPLOCKED)
        .setReadOnly(true)
        .getResultList()
        .isEmpty();
  }

  private static <Q extends CommonQueryContract> Q withoutFlush(Q query) {
    query.setHibernateFlushMode(FlushMode.MANUAL);
    return query;
  }

  private static <Q extends CommonQueryContract> Q at(ClaimKey claimKey, Q query) {
    query
        .setParameter("realm", claimKey.realmId())
        .setParameter("kind", claimKey.kind())
        .setParameter("key", claimKey.key());
    return query;
  }

  private static MutationQuery owned(MutationQuery query, StoredValue value, Acquisition how) {
    return query
        .setParameter("user", value.userId())
        .setParameter("attribute", value.attributeId())
        .setParameter("now", how.at())
        .setParameter("origin", how.origin());
  }

  private static ClaimRow row(Object[] c) {
    ClaimKey claimKey = new ClaimKey((String) c[0], (ClaimKind) c[1], (String) c[2]);
    return new ClaimRow(
        claimKey, (String) c[3], (String) c[4], (Long) c[5], (Long) c[6], (RequestOrigin) c[7]);
  }
}
