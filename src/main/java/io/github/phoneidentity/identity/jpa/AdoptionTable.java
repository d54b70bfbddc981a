package io.github.phoneidentity.identity.jpa;

import io.github.phoneidentity.identity.ClaimKind;
import io.github.phoneidentity.identity.UserAttributes;
import io.github.phoneidentity.identity.jpa.AdoptableUser.Attribute;
import io.github.phoneidentity.identity.jpa.AdoptionEntity.Mode;
import io.github.phoneidentity.policy.RealmPolicy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.hibernate.FlushMode;
import org.hibernate.LockMode;
import org.hibernate.SharedSessionContract;
import org.hibernate.query.MutationQuery;
import org.keycloak.models.jpa.entities.RealmEntity;

/** The state of adoptions, and the users that they read. */
final class AdoptionTable {

  private static final String PARTICIPATING =
      "select p.realm.id from RequiredActionProviderEntity p"
          + " where p.providerId = :provider and p.enabled";
  private static final List<String> READ =
      Stream.concat(ClaimKind.attributes().stream(), UserAttributes.PROOF.stream()).toList();
  private static final String OF_PAGE = ".realmId = :realm and %1$s > :after and %1$s <= :last";

  private final SharedSessionContract db;

  AdoptionTable(SharedSessionContract db) {
    this.db = db;
  }

  /** The realms that take part and are not adopted to the end, and those of a dry run. */
  List<String> due() {
    List<String> realms =
        new ArrayList<>(
            db.createSelectionQuery(
                    PARTICIPATING
                        + " and not exists (select a from AdoptionEntity a"
                        + " where a.realmId = p.realm.id and a.finishedAt is not null"
                        + " and a.adoptedAt is not null)",
                    String.class)
                .setParameter("provider", RealmPolicy.VERIFY_PHONE)
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

  /** Begins again what is not going on; a dry run gives way to a run that writes. */
  void beginAgain(String realmId, Mode mode, long now) {
    String over = mode == Mode.DRY_RUN ? "" : " or a.mode = DRY_RUN";
    mutation(AGAIN + " where a.realmId = :realm and (a.finishedAt is not null" + over + ")")
        .setParameter("realm", realmId)
        .setParameter("mode", mode)
        .setParameter("now", now)
        .executeUpdate();
  }

  /** Has all realms that had been adopted reconciled. */
  void reconcileAll(long now) {
    mutation(AGAIN + " where a.adoptedAt is not null")
        .setParameter("mode", Mode.RECONCILE)
        .setParameter("now", now)
        .executeUpdate();
  }

  private static final String AGAIN =
      "update AdoptionEntity a set a.mode = :mode, a.phase = READ, a.last = null, a.users = 0,"
          + " a.startedAt = :now, a.finishedAt = null";

  /** A realm that has stopped unseen, by SQL or on a node without this extension. */
  void forgetOthers() {
    mutation(
            "delete from AdoptionEntity a where a.adoptedAt is not null and a.realmId not in ("
                + PARTICIPATING
                + ")")
        .setParameter("provider", RealmPolicy.VERIFY_PHONE)
        .executeUpdate();
  }

  /** Forgets the adoption of a realm, which is adopted anew when it begins to take part. */
  void forget(String realmId) {
    mutation("delete from AdoptionEntity a where a.realmId = :realm")
        .setParameter("realm", realmId)
        .executeUpdate();
  }

  /**
   * Has the removal of the realm wait for this transaction, or waits for it: both lock attributes
   * and claims, in different orders.
   *
   * @return whether the realm is still there
   */
  boolean holdRealm(String realmId) {
    return !db.createSelectionQuery(
            "select r from RealmEntity r where r.id = :realm", RealmEntity.class)
        .setParameter("realm", realmId)
        .setHibernateLockMode(LockMode.PESSIMISTIC_READ)
        .setReadOnly(true)
        .getResultList()
        .isEmpty();
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
    return db
        .createSelectionQuery(
            "select a from AdoptionEntity a where a.realmId = :realm", AdoptionEntity.class)
        .setParameter("realm", realmId)
        .getResultList()
        .stream()
        .findFirst();
  }

  /**
   * The next users, in the order of their ids, whether they have anything to own or not: to ask for
   * that would make PostgreSQL look at the attributes of all users for each page.
   *
   * @param after the id of the last user that was read, or null
   * @param believed whether a proof without a claim counts where the number was not changed
   */
  List<AdoptableUser> usersAfter(String realmId, String after, int max, boolean believed) {
    List<Object[]> users =
        db.createSelectionQuery(
                "select u.id, u.createdTimestamp, u.email from UserEntity u"
                    + " where u.realmId = :realm and u.id > :after order by u.id",
                Object[].class)
            .setParameter("realm", realmId)
            .setParameter("after", after == null ? "" : after)
            .setMaxResults(max)
            .getResultList();
    if (users.isEmpty()) {
      return List.of();
    }
    Page page =
        new Page(realmId, after == null ? "" : after, (String) users.get(users.size() - 1)[0]);
    Map<String, List<Attribute>> attributes = attributes(page);
    Set<String> changed = ownersOfFormerNumbers(page);
    return users.stream()
        .map(
            u ->
                new AdoptableUser(
                    (String) u[0],
                    u[1] == null ? Long.MAX_VALUE : (Long) u[1],
                    (String) u[2],
                    attributes.getOrDefault((String) u[0], List.of()),
                    believed && !changed.contains((String) u[0])))
        .toList();
  }

  private record Page(String realmId, String after, String last) {}

  private Map<String, List<Attribute>> attributes(Page page) {
    Map<String, List<Attribute>> ofUser = new HashMap<>();
    db.createSelectionQuery(
            "select u.id, a.id, a.name, coalesce(a.value, a.longValue), c.claimKey"
                + " from UserEntity u join u.attributes a left join ClaimEntity c"
                + " on (c.attributeId = a.id or c.proofId = a.id) and c.userId = u.id where u"
                + OF_PAGE.formatted("u.id")
                + " and a.name in :names",
            Object[].class)
        .setParameter("names", READ)
        .setParameter("realm", page.realmId())
        .setParameter("after", page.after())
        .setParameter("last", page.last())
        .getResultList()
        .forEach(
            a ->
                ofUser
                    .computeIfAbsent((String) a[0], id -> new ArrayList<>())
                    .add(
                        new Attribute((String) a[1], (String) a[2], (String) a[3], (String) a[4])));
    return ofUser;
  }

  /** Users with a claim of a number that is not on file any more: they have changed it since. */
  private Set<String> ownersOfFormerNumbers(Page page) {
    return new HashSet<>(
        db.createSelectionQuery(
                "select c.userId from ClaimEntity c where c"
                    + OF_PAGE.formatted("c.userId")
                    + " and c.kind = :phone and not exists (select 1 from UserAttributeEntity a"
                    + " where a.id = c.attributeId and a.value = c.claimKey)",
                String.class)
            .setParameter("phone", ClaimKind.phone)
            .setParameter("realm", page.realmId())
            .setParameter("after", page.after())
            .setParameter("last", page.last())
            .getResultList());
  }

  private MutationQuery mutation(String statement) {
    MutationQuery query = db.createMutationQuery(statement);
    query.setHibernateFlushMode(FlushMode.MANUAL);
    return query;
  }
}
