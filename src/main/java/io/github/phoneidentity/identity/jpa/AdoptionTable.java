package io.github.phoneidentity.identity.jpa;

import io.github.phoneidentity.identity.ClaimKind;
import io.github.phoneidentity.identity.UserAttributes;
import io.github.phoneidentity.identity.jpa.AdoptableUser.Attribute;
import io.github.phoneidentity.identity.jpa.AdoptionEntity.Mode;
import io.github.phoneidentity.policy.RealmPolicy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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

  /** The adopted realms that have stopped unseen, by SQL or on a node without this extension. */
  List<String> stopped() {
    return db.createSelectionQuery(
            "select a.realmId from AdoptionEntity a where a.adoptedAt is not null"
                + " and a.realmId not in ("
                + PARTICIPATING
                + ")",
            String.class)
        .setParameter("provider", RealmPolicy.VERIFY_PHONE)
        .getResultList();
  }

  /**
   * Forgets the adoption of a realm, which is adopted anew when it begins to take part.
   *
   * @return whether there was one, which another node has not forgotten meanwhile
   */
  boolean forget(String realmId) {
    return mutation("delete from AdoptionEntity a where a.realmId = :realm")
            .setParameter("realm", realmId)
            .executeUpdate()
        == 1;
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
    Map<String, Files> files = files(page);
    return users.stream()
        .map(
            u -> {
              Files of = files.getOrDefault((String) u[0], Files.NONE);
              return new AdoptableUser(
                  (String) u[0],
                  u[1] == null ? Long.MAX_VALUE : (Long) u[1],
                  (String) u[2],
                  List.copyOf(of.attributes.values()),
                  believed && !of.hasChangedNumber());
            })
        .toList();
  }

  private record Page(String realmId, String after, String last) {}

  private record Row(
      String userId,
      String id,
      String name,
      String value,
      ClaimKind kind,
      String claimKey,
      String attributeId,
      String proofId) {

    boolean isClaimed() {
      return id.equals(attributeId) || id.equals(proofId);
    }
  }

  /** What one user has on file, by the id of the attribute, and the numbers that were claimed. */
  private record Files(Map<String, Attribute> attributes, Set<Row> numbers) {

    static final Files NONE = new Files(Map.of(), Set.of());

    /** Of two claims of one attribute, that of its value counts. */
    void add(Row row) {
      Attribute known = attributes.get(row.id());
      if (known == null || (row.isClaimed() && !Objects.equals(row.value(), known.claimedKey()))) {
        attributes.put(
            row.id(),
            new Attribute(
                row.id(), row.name(), row.value(), row.isClaimed() ? row.claimKey() : null));
      }
      if (row.kind() == ClaimKind.phone) {
        numbers.add(row);
      }
    }

    /** Whether a claim is of a number that is not on file any more. */
    boolean hasChangedNumber() {
      return numbers.stream()
          .anyMatch(
              it -> {
                Attribute attribute = attributes.get(it.attributeId());
                return attribute == null || !it.claimKey().equals(attribute.value());
              });
    }
  }

  /** In one statement, because between two of them a user may change a number. */
  private Map<String, Files> files(Page page) {
    Map<String, Files> ofUser = new HashMap<>();
    db.createSelectionQuery(
            "select u.id, a.id, a.name, coalesce(a.value, a.longValue), c.kind, c.claimKey,"
                + " c.attributeId, c.proofId from UserEntity u join u.attributes a"
                + " left join ClaimEntity c on c.userId = u.id and c.realmId = u.realmId"
                + " where u.realmId = :realm and u.id > :after and u.id <= :last"
                + " and a.name in :names",
            Row.class)
        .setParameter("names", READ)
        .setParameter("realm", page.realmId())
        .setParameter("after", page.after())
        .setParameter("last", page.last())
        .getResultList()
        .forEach(
            row ->
                ofUser
                    .computeIfAbsent(
                        row.userId(), id -> new Files(new LinkedHashMap<>(), new HashSet<>()))
                    .add(row));
    return ofUser;
  }

  private MutationQuery mutation(String statement) {
    MutationQuery query = db.createMutationQuery(statement);
    query.setHibernateFlushMode(FlushMode.MANUAL);
    return query;
  }
}
