package io.github.phoneidentity.identity.jpa;

import io.github.phoneidentity.identity.ClaimKind;
import io.github.phoneidentity.policy.RealmPolicy;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hibernate.LockMode;
import org.hibernate.Session;
import org.keycloak.models.jpa.entities.UserAttributeEntity;

/** The statements of adoption. */
final class AdoptionTable {

  private static final List<String> OWNED = ClaimKind.attributes();
  private static final String PARTICIPATING =
      "select p.realm.id from RequiredActionProviderEntity p"
          + " where p.providerId = :provider and p.enabled";

  private static final String VALUES_OF_USERS =
      " from UserAttributeEntity a where a.user.id in :users and a.name in :names";

  private final Session db;

  AdoptionTable(Session db) {
    this.db = db;
  }

  /** The realms that take part and are not adopted to the end. */
  List<String> due() {
    return db.createSelectionQuery(
            PARTICIPATING
                + " and not exists (select a from AdoptionEntity a"
                + " where a.realmId = p.realm.id and a.finishedAt is not null)",
            String.class)
        .setParameter("provider", RealmPolicy.VERIFY_PHONE)
        .getResultList();
  }

  /** A realm that takes part no more is adopted anew when it takes part again. */
  void forgetOthers() {
    db.createMutationQuery(
            "delete from AdoptionEntity a where a.realmId not in (" + PARTICIPATING + ")")
        .setParameter("provider", RealmPolicy.VERIFY_PHONE)
        .executeUpdate();
  }

  void begin(String realmId, long now) {
    db.createMutationQuery(
            "insert into AdoptionEntity (realmId, users, conflicts, startedAt)"
                + " values (:realm, 0, 0, :now) on conflict do nothing")
        .setParameter("realm", realmId)
        .setParameter("now", now)
        .executeUpdate();
  }

  void beginAgain(String realmId, long now) {
    db.createMutationQuery(
            "update AdoptionEntity a set a.lastUserId = null, a.users = 0, a.conflicts = 0,"
                + " a.startedAt = :now, a.finishedAt = null"
                + " where a.realmId = :realm and a.finishedAt is not null")
        .setParameter("realm", realmId)
        .setParameter("now", now)
        .executeUpdate();
  }

  /** The state of the realm, for this transaction alone; empty when another node has it. */
  Optional<AdoptionEntity> lock(String realmId) {
    return db
        .createSelectionQuery(
            "select a from AdoptionEntity a where a.realmId = :realm", AdoptionEntity.class)
        .setParameter("realm", realmId)
        .setHibernateLockMode(LockMode.UPGRADE_SKIPLOCKED)
        .getResultList()
        .stream()
        .findFirst();
  }

  Optional<AdoptionEntity> find(String realmId) {
    return Optional.ofNullable(db.find(AdoptionEntity.class, realmId));
  }

  /** The next users that have something to own, in the order of their ids. */
  List<String> usersAfter(String realmId, String userId, int max) {
    return db.createSelectionQuery(
            "select u.id from UserEntity u where u.realmId = :realm and u.id > :after"
                + " and exists (select 1 from UserAttributeEntity a"
                + " where a.user = u and a.name in :names) order by u.id",
            String.class)
        .setParameter("realm", realmId)
        .setParameter("after", userId == null ? "" : userId)
        .setParameter("names", OWNED)
        .setMaxResults(max)
        .getResultList();
  }

  /**
   * Holds the values of these users until the end of the transaction, and returns the users of whom
   * some value could not be held, because another transaction is just changing it.
   */
  Set<String> hold(List<String> userIds) {
    Map<String, String> userOfValue = new HashMap<>();
    db.createSelectionQuery("select a.id, a.user.id" + VALUES_OF_USERS, Object[].class)
        .setParameter("users", userIds)
        .setParameter("names", OWNED)
        .getResultList()
        .forEach(value -> userOfValue.put((String) value[0], (String) value[1]));
    db.createSelectionQuery("select a" + VALUES_OF_USERS, UserAttributeEntity.class)
        .setParameter("users", userIds)
        .setParameter("names", OWNED)
        .setHibernateLockMode(LockMode.UPGRADE_SKIPLOCKED)
        .getResultList()
        .forEach(held -> userOfValue.remove(held.getId()));
    return Set.copyOf(userOfValue.values());
  }

  /** Values that no claim stands for. */
  List<Object[]> unclaimed(String realmId, int max) {
    return db.createSelectionQuery(
            "select u.id, a.name, coalesce(a.value, a.longValue)"
                + " from UserAttributeEntity a join a.user u"
                + " where u.realmId = :realm and a.name in :names and not exists"
                + " (select 1 from ClaimEntity c where c.attributeId = a.id) order by u.id",
            Object[].class)
        .setParameter("realm", realmId)
        .setParameter("names", OWNED)
        .setMaxResults(max)
        .getResultList();
  }
}
