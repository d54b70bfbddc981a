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
 * between nodes; none flushes, because they also run inside the completion of a transaction.
 */
final class ClaimTable {

  private static final String ROW =
      "select c.realmId, c.kind, c.claimKey, c.userId, c.attributeId, c.claimedAt, c.releasedAt,"
          + " c.origin from ClaimEntity c where ";
  private static final String AT_SLOT =
      "c.realmId = :realm and c.kind = :kind and c.claimKey = :key";
  private static final String OWN =
      "update ClaimEntity c set c.userId = :user, c.attributeId = :attribute, c.claimedAt = :now,"
          + " c.releasedAt = null, c.origin = :origin where "
          + AT_SLOT;

  private static final String RECORD_PROOF =
      "update ClaimEntity c set c.proofId = (select min(p.id) from UserAttributeEntity p"
          + " where p.user.id = c.userId and p.name = :verified)"
          + " where c.kind = :phone and c.attributeId is not null";

  private final SharedSessionContract db;

  ClaimTable(SharedSessionContract db) {
    this.db = db;
  }

  Optional<ClaimRow> find(ClaimKey slot) {
    var query = at(slot, quiet(db.createSelectionQuery(ROW + AT_SLOT, Object[].class)));
    return query.getResultList().stream().findFirst().map(ClaimTable::row);
  }

  /**
   * The claim at the slot, as long as the attribute that it was made for holds its value: what has
   * changed that attribute past this project's code leads to nobody.
   */
  Optional<ClaimRow> findHeld(ClaimKey slot) {
    String held =
        ROW.replace(
                " from ClaimEntity c where ",
                ", coalesce(a.value, a.longValue) from ClaimEntity c join UserAttributeEntity a"
                    + " on a.id = c.attributeId and a.user.id = c.userId and a.name = :attribute"
                    + " where ")
            + AT_SLOT;
    return at(slot, quiet(db.createSelectionQuery(held, Object[].class)))
        .setParameter("attribute", slot.kind().attribute())
        .getResultList()
        .stream()
        .filter(c -> ClaimValue.isHeld(slot.kind(), slot.key(), (String) c[8]))
        .findFirst()
        .map(ClaimTable::row);
  }

  /**
   * Has transactions that change claims of the same users wait for one another, before they read
   * the attributes: otherwise the proof of a number could survive a change of the number. Claims of
   * other kinds stay alone: a transaction that has removed their attributes holds them, and may
   * wait for these.
   */
  void lock(Collection<String> userIds, Set<ClaimKind> kinds) {
    String rows =
        "select c from ClaimEntity c where c.userId in :users and c.kind in :kinds"
            + " order by c.kind, c.claimKey, c.realmId";
    Chunks.of(userIds)
        .forEach(
            chunk ->
                quiet(db.createSelectionQuery(rows, ClaimEntity.class))
                    .setParameter("users", chunk)
                    .setParameter("kinds", kinds)
                    .setHibernateLockMode(LockMode.PESSIMISTIC_WRITE)
                    .setReadOnly(true)
                    .getResultList());
  }

  /** The claims that exist at these slots. */
  List<ClaimRow> find(Collection<ClaimKey> slots) {
    return slots.stream()
        .collect(Collectors.groupingBy(slot -> new ClaimKey(slot.realmId(), slot.kind(), "")))
        .values()
        .stream()
        .flatMap(Chunks::of)
        .flatMap(this::findInOneRealm)
        .toList();
  }

  private Stream<ClaimRow> findInOneRealm(List<ClaimKey> slots) {
    String keys = "c.realmId = :realm and c.kind = :kind and c.claimKey in :keys";
    return quiet(db.createSelectionQuery(ROW + keys, Object[].class))
        .setParameter("realm", slots.get(0).realmId())
        .setParameter("kind", slots.get(0).kind())
        .setParameter("keys", slots.stream().map(ClaimKey::key).toList())
        .getResultList()
        .stream()
        .map(ClaimTable::row);
  }

  List<ClaimRow> ofUsers(Collection<String> userIds) {
    return Chunks.of(userIds)
        .flatMap(
            chunk ->
                quiet(db.createSelectionQuery(ROW + "c.userId in :users", Object[].class))
                    .setParameter("users", chunk)
                    .getResultList()
                    .stream())
        .map(ClaimTable::row)
        .toList();
  }

  /** Writes a claim where there is none. Waits for a transaction that is just writing it too. */
  boolean insert(ClaimKey slot, StoredValue value, Acquisition how) {
    MutationQuery insert =
        db.createMutationQuery(
            "insert into ClaimEntity (realmId, kind, claimKey, userId, attributeId, claimedAt,"
                + " origin) values (:realm, :kind, :key, :user, :attribute, :now, :origin)"
                + " on conflict do nothing");
    return owned(at(slot, quiet(insert)), value, how).executeUpdate() == 1;
  }

  /**
   * Takes over a released claim. A row that another transaction holds counts as owned: waiting for
   * it could deadlock.
   *
   * @param holdBack how long a released claim is held back for its former owner, from the moment it
   *     was stamped
   */
  boolean takeOver(ClaimKey slot, StoredValue value, Acquisition how, Duration holdBack) {
    if (!lock(slot)) {
      return false;
    }
    MutationQuery update =
        db.createMutationQuery(
            OWN + " and c.attributeId is null and (:heldBack = false or c.releasedAt <= :before)");
    update.setParameter("heldBack", !holdBack.isZero());
    update.setParameter("before", how.at() - holdBack.toMillis());
    return owned(at(slot, quiet(update)), value, how).executeUpdate() == 1;
  }

  /**
   * Points the user's own claim to the attribute row that holds the value now.
   *
   * @param again how it is acquired again if it had been released
   */
  boolean keep(ClaimRow own, String attributeId, Acquisition again) {
    boolean released = own.releasedAt() != null;
    MutationQuery update =
        db.createMutationQuery(
            "update ClaimEntity c set c.attributeId = :attribute, c.claimedAt = :since,"
                + " c.releasedAt = null, c.origin = :origin where "
                + AT_SLOT
                + " and c.userId = :user");
    return at(own.slot(), quiet(update))
            .setParameter("user", own.userId())
            .setParameter("attribute", attributeId)
            .setParameter("since", released ? again.at() : own.claimedAt())
            .setParameter("origin", released ? again.origin() : own.origin())
            .executeUpdate()
        == 1;
  }

  /** Remembers which attribute row says that the user's number is verified. */
  void recordProof(String userId) {
    quiet(db.createMutationQuery(RECORD_PROOF + " and c.userId = :user"))
        .setParameter("verified", UserAttributes.PHONE_NUMBER_VERIFIED)
        .setParameter("phone", ClaimKind.phone)
        .setParameter("user", userId)
        .executeUpdate();
  }

  /** The same for all users of a realm. */
  void recordProofs(String realmId) {
    String other =
        " and c.realmId = :realm and exists (select 1 from UserAttributeEntity p"
            + " where p.user.id = c.userId and p.name = :verified"
            + " and (c.proofId is null or p.id <> c.proofId))";
    quiet(db.createMutationQuery(RECORD_PROOF + other))
        .setParameter("verified", UserAttributes.PHONE_NUMBER_VERIFIED)
        .setParameter("phone", ClaimKind.phone)
        .setParameter("realm", realmId)
        .executeUpdate();
  }

  /** Releases the user's own claim, and stamps when. */
  void release(ClaimRow own, long now) {
    MutationQuery update =
        db.createMutationQuery(
            "update ClaimEntity c set c.attributeId = null, c.releasedAt = :now where "
                + AT_SLOT
                + " and c.userId = :user and c.releasedAt is null");
    at(own.slot(), quiet(update))
        .setParameter("user", own.userId())
        .setParameter("now", now)
        .executeUpdate();
  }

  /**
   * Releases the claim that was made for an attribute row which holds another value now, whoever
   * changed it.
   */
  void releaseStale(String realmId, ClaimKind kind, AdoptableUser.Attribute attribute, long now) {
    MutationQuery update =
        db.createMutationQuery(
            "update ClaimEntity c set c.attributeId = null, c.releasedAt = :now where "
                + AT_SLOT
                + " and c.attributeId = :attribute and exists (select 1 from UserAttributeEntity a"
                + " where a.id = c.attributeId and coalesce(a.value, a.longValue) = :value)");
    at(new ClaimKey(realmId, kind, attribute.claimedKey()), quiet(update))
        .setParameter("attribute", attribute.id())
        .setParameter("value", attribute.value())
        .setParameter("now", now)
        .executeUpdate();
  }

  private boolean lock(ClaimKey slot) {
    String row = "select c from ClaimEntity c where " + AT_SLOT;
    return !at(slot, quiet(db.createSelectionQuery(row, ClaimEntity.class)))
        .setHibernateLockMode(LockMode.UPGRADE_SKIPLOCKED)
        .setReadOnly(true)
        .getResultList()
        .isEmpty();
  }

  private static <Q extends CommonQueryContract> Q quiet(Q query) {
    query.setHibernateFlushMode(FlushMode.MANUAL);
    return query;
  }

  private static <Q extends CommonQueryContract> Q at(ClaimKey slot, Q query) {
    query
        .setParameter("realm", slot.realmId())
        .setParameter("kind", slot.kind())
        .setParameter("key", slot.key());
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
    ClaimKey slot = new ClaimKey((String) c[0], (ClaimKind) c[1], (String) c[2]);
    return new ClaimRow(
        slot, (String) c[3], (String) c[4], (Long) c[5], (Long) c[6], (RequestOrigin) c[7]);
  }
}
