package io.github.phoneidentity.identity.jpa;

import io.github.phoneidentity.identity.ClaimKind;
import io.github.phoneidentity.identity.UserAttributes;
import io.github.phoneidentity.identity.jpa.AdoptableUser.Attribute;
import io.github.phoneidentity.identity.jpa.AdoptionEntity.Mode;
import io.github.phoneidentity.policy.ProviderIds;
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

/** The statements on the state of adoptions, and on the users that these read. */
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

  /**
   * The next users, in the order of their ids. Users without values are included, because to filter
   * them PostgreSQL would read the attributes of all users for each page.
   *
   * @param after the id of the last user that was read, or null
   * @param proofAccepted whether a proof without a claim is accepted if the number has not changed
   */
  List<AdoptableUser> usersAfter(String realmId, String after, int max, boolean proofAccepted) {
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
    Map<String, Values> values = values(page);
    return users.stream()
        .map(
            u -> {
              Values stored = values.getOrDefault((String) u[0], Values.NONE);
              return new AdoptableUser(
                  (String) u[0],
                  u[1] == null ? Long.MAX_VALUE : (Long) u[1],
                  (String) u[2],
                  List.copyOf(stored.attributes.values()),
                  proofAccepted && !stored.hasChangedNumber());
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

  /** The stored attributes of one user by their ids, and the user's claims on numbers. */
  private record Values(Map<String, Attribute> attributes, Set<Row> numbers) {

    static final Values NONE = new Values(Map.of(), Set.of());

    /** If two claims refer to one attribute, the claim on its current value counts. */
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

    /** Whether there is a claim on a number that is not stored any more. */
    boolean hasChangedNumber() {
      return numbers.stream()
          .anyMatch(
              it -> {
                Attribute attribute = attributes.get(it.attributeId());
                return attribute == null || !it.claimKey().equals(attribute.value());
              });
    }
  }

  /**
   * Reads everything by one statement, because a user may change a number between two statements.
   * The name is compared as an expression: by the index of names, PostgreSQL would read all users'
   * attributes again for each user of a realm that was just imported and has no statistics yet.
   */
  private Map<String, Values> values(Page page) {
    Map<String, Values> ofUser = new HashMap<>();
    db.createSelectionQuery(
            "select u.id, a.id, a.name, coalesce(a.value, a.longValue), c.kind, c.claimKey,"
                + " c.attributeId, c.proofId from UserEntity u join u.attributes a"
                + " left join ClaimEntity c on c.userId = u.id and c.realmId = u.realmId"
                + " where u.realmId = :realm and u.id > :after and u.id <= :last"
                + " and concat(a.name, '') in :names",
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
                        row.userId(), id -> new Values(new LinkedHashMap<>(), new HashSet<>()))
                    .add(row));
    return ofUser;
  }

  private MutationQuery mutation(String statement) {
    MutationQuery query = db.createMutationQuery(statement);
    query.setHibernateFlushMode(FlushMode.MANUAL);
    return query;
  }
}
