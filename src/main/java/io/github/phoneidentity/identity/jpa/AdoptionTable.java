package io.github.phoneidentity.identity.jpa;

import io.github.phoneidentity.identity.jpa.AdoptionEntity.Mode;
import io.github.phoneidentity.policy.ProviderIds;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.hibernate.FlushMode;
import org.hibernate.LockMode;
import org.hibernate.SharedSessionContract;
import org.hibernate.query.MutationQuery;
import org.keycloak.models.jpa.entities.RealmEntity;

/** The statements on the state of adoptions. */
final class AdoptionTable {

  private static final String PARTICIPATING =
      "select p.realm.id from RequiredActionProviderEntity p"
          + " where p.providerId = :provider and p.enabled";

  private final SharedSessionContract db;

  AdoptionTable(SharedSessionContract db) {
    this.db = db;
  }

  /**
   * The realms that take part and whose adoption has not finished, and those with an unfinished dry
   * run.
   */
  List<String> due() {
    List<String> realms =
        new ArrayList<>(
            db.createSelectionQuery(
                    PARTICIPATING
                        + " and not exists (select a from AdoptionEntity a"
                        + " where a.realmId = p.realm.id and a.finishedAt is not null"
                        + " and a.adoptedAt is not null)",
                    String.class)
                .setParameter("provider", ProviderIds.VERIFY_PHONE)
                .getResultList());
    db
        .createSelectionQuery(
            "select a.realmId from AdoptionEntity a where a.finishedAt is null"
                + " and a.mode = :dryRun",
            String.class)
        .setParameter("dryRun", Mode.DRY_RUN)
        .getResultList()
        .stream()
        .filter(realm -> !realms.contains(realm))
        .forEach(realms::add);
    return realms;
  }

  void begin(String realmId, Mode mode, long now) {
    mutation(
            "insert into AdoptionEntity (realmId, mode, phase, users, startedAt)"
                + " values (:realm, :mode, READ, 0, :now) on conflict do nothing")
        .setParameter("realm", realmId)
        .setParameter("mode", mode)
        .setParameter("now", now)
        .executeUpdate();
  }

  /** Starts a new run unless one is going on. A dry run is replaced by a run that writes. */
  void restart(String realmId, Mode mode, long now) {
    String over = mode == Mode.DRY_RUN ? "" : " or a.mode = DRY_RUN";
    mutation(AGAIN + " where a.realmId = :realm and (a.finishedAt is not null" + over + ")")
        .setParameter("realm", realmId)
        .setParameter("mode", mode)
        .setParameter("now", now)
        .executeUpdate();
  }

  /**
   * Starts to reconcile all adopted realms. A first adoption begins anew, because the users that it
   * has read may have changed meanwhile.
   */
  void reconcileAll(long now) {
    mutation(AGAIN + " where a.adoptedAt is null and a.finishedAt is null and a.mode = :mode")
        .setParameter("mode", Mode.BEGIN)
        .setParameter("now", now)
        .executeUpdate();
    mutation(AGAIN + ", a.unseen = true where a.adoptedAt is not null")
        .setParameter("mode", Mode.BEGIN)
        .setParameter("now", now)
        .executeUpdate();
  }

  private static final String AGAIN =
      "update AdoptionEntity a set a.mode = :mode, a.phase = READ, a.last = null, a.users = 0,"
          + " a.startedAt = :now, a.finishedAt = null";

  /**
   * The adopted realms that no longer take part after a change by SQL or on a node without this
   * extension.
   */
  List<String> stopped() {
    return db.createSelectionQuery(
            "select a.realmId from AdoptionEntity a where a.adoptedAt is not null"
                + " and a.realmId not in ("
                + PARTICIPATING
                + ")",
            String.class)
        .setParameter("provider", ProviderIds.VERIFY_PHONE)
        .getResultList();
  }

  /**
   * Revokes the adoption of a realm, so that it is adopted again when it takes part again. Only
   * that changes were unseen is kept, if they were not reconciled before.
   *
   * @return whether this transaction has revoked it, and not another node
   */
  boolean stop(String realmId) {
    int kept =
        mutation(
                "update AdoptionEntity a set a.mode = BEGIN, a.phase = READ, a.last = null,"
                    + " a.users = 0, a.finishedAt = a.startedAt, a.adoptedAt = null"
                    + " where a.realmId = :realm and a.unseen"
                    + " and (a.adoptedAt is not null or a.finishedAt is null)")
            .setParameter("realm", realmId)
            .executeUpdate();
    int deleted =
        mutation("delete from AdoptionEntity a where a.realmId = :realm and not a.unseen")
            .setParameter("realm", realmId)
            .executeUpdate();
    return kept + deleted == 1;
  }

  /** Deletes the state of a realm that was replaced together with its users. */
  void forget(String realmId) {
    mutation("delete from AdoptionEntity a where a.realmId = :realm")
        .setParameter("realm", realmId)
        .executeUpdate();
  }

  /**
   * Locks the realm, so that its removal and this transaction wait for one another: both lock
   * attributes and claims, in different orders.
   *
   * @return whether the realm still exists
   */
  boolean lockRealm(String realmId) {
    return !db.createSelectionQuery(
            "select r from RealmEntity r where r.id = :realm", RealmEntity.class)
        .setParameter("realm", realmId)
        .setHibernateLockMode(LockMode.PESSIMISTIC_READ)
        .setReadOnly(true)
        .getResultList()
        .isEmpty();
  }

  /** Locks the state of the realm; empty if another node has locked it, or there is none. */
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
    return db
        .createSelectionQuery(
            "select a from AdoptionEntity a where a.realmId = :realm", AdoptionEntity.class)
        .setParameter("realm", realmId)
        .getResultList()
        .stream()
        .findFirst();
  }

  private MutationQuery mutation(String statement) {
    MutationQuery query = db.createMutationQuery(statement);
    query.setHibernateFlushMode(FlushMode.MANUAL);
    return query;
  }
}
