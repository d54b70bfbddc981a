package io.github.phoneidentity.identity.jpa;

import io.github.phoneidentity.identity.AdoptionReport.Conflict;
import io.github.phoneidentity.identity.ClaimKind;
import io.github.phoneidentity.identity.UserAttributes;
import io.github.phoneidentity.identity.jpa.AdoptedValueEntity.State;
import io.github.phoneidentity.jpa.EntityListener;
import java.util.List;
import org.hibernate.Session;
import org.hibernate.query.CommonQueryContract;
import org.hibernate.query.MutationQuery;

/**
 * The values of one run of a realm's adoption. They are compared and claimed by bulk statements,
 * because single statements take thirty times as long.
 */
final class AdoptedValues {

  private static final String RUN = " v.realmId = :realm and v.run = :run ";
  private static final String SAME_KEY =
      " t.realmId = v.realmId and t.run = v.run and t.kind = v.kind and t.claimKey = v.claimKey ";
  private static final String FORMER =
      " from AdoptedValueEntity t where t.realmId = v.realmId and t.run = :former"
          + " and t.kind = v.kind and t.claimKey = v.claimKey and t.attributeId = v.attributeId";
  private static final String CLAIM =
      " c.realmId = v.realmId and c.kind = v.kind and c.claimKey = v.claimKey ";

  /** Excludes values that their users have claimed by a proof during the run. */
  private static final String UNOWNED =
      " and not exists (select 1 from ClaimEntity c where c.attributeId = v.attributeId)";

  private static final String ON_FILE =
      " a.id = v.attributeId and coalesce(a.value, a.longValue) = v.stored ";

  private final Session db;
  private final String realmId;
  private final long run;

  AdoptedValues(Session db, AdoptionEntity adoption) {
    this.db = db;
    this.realmId = adoption.realmId();
    this.run = adoption.startedAt();
  }

  /**
   * Keeps earlier decisions: a user who was not given a number because several had verified it gets
   * it only by a new proof, not by a later run. A dry run reports no events, and so decides
   * nothing.
   */
  void keepDecisions() {
    for (long former : formerRuns()) {
      mutation(
              "update AdoptedValueEntity v set v.state = TAKEN where"
                  + RUN
                  + "and v.kind = :phone and v.state = OPEN and v.standing > 0 and exists (select 1"
                  + FORMER
                  + " and t.state = TAKEN and t.ownerId is null and t.told)")
          .setParameter("phone", ClaimKind.phone)
          .setParameter("former", former)
          .executeUpdate();
    }
  }

  /** The former runs are queried one at a time, because the index has the run before the value. */
  private List<Long> formerRuns() {
    return of(db.createSelectionQuery(
            "select distinct t.run from AdoptedValueEntity t where t.realmId = :realm"
                + " and t.run <> :run",
            Long.class))
        .getResultList();
  }

  /**
   * Marks the values that their users cannot own. The former owner has precedence, then the only
   * user who has verified the value, then the oldest user, unless several have verified it.
   */
  void compare() {
    update(
        "update AdoptedValueEntity v set v.state = TAKEN where"
            + RUN
            + "and v.state = OPEN and exists (select 1 from AdoptedValueEntity t where"
            + SAME_KEY
            + "and t.userId <> v.userId and (t.standing < v.standing or t.standing = v.standing"
            + " and (v.standing = 1 or t.createdAt < v.createdAt"
            + " or t.createdAt = v.createdAt and t.userId < v.userId)))");
  }

  /**
   * Marks the values that users outside this run own, or that are in quarantine.
   *
   * @param releasedAfter epoch milliseconds; claims that were released earlier have no quarantine
   *     any more
   */
  void compareWithClaims(long releasedAfter) {
    MutationQuery taken =
        mutation(
            "update AdoptedValueEntity v set v.state = TAKEN where"
                + RUN
                + "and v.state = OPEN and v.standing > 0 and exists (select 1 from ClaimEntity c"
                + " where"
                + CLAIM
                + "and c.userId <> v.userId and (c.attributeId is null and c.releasedAt >"
                + " :releasedAfter or exists (select 1 from UserAttributeEntity a"
                + " where a.id = c.attributeId and a.value = c.claimKey)))");
    taken.setParameter("releasedAfter", releasedAfter).executeUpdate();
  }

  /**
   * The next slice of values, which are claimed in one transaction.
   *
   * @param after the last key of the previous slice; an empty string for the first slice
   */
  AdoptedSlice slice(ClaimKind kind, String after, int size) {
    String last =
        of(
                db.createSelectionQuery(
                    "select v.claimKey from AdoptedValueEntity v where"
                        + RUN
                        + " and v.kind = :kind and v.claimKey > :after and v.state = OPEN"
                        + " order by v.claimKey",
                    String.class))
            .setParameter("kind", kind)
            .setParameter("after", after)
            .setFirstResult(size - 1)
            .setMaxResults(1)
            .getResultList()
            .stream()
            .findFirst()
            .orElse(null);
    return new AdoptedSlice(db, realmId, run, kind, after, last);
  }

  /**
   * Reclaims values that were released during the run although their attributes still hold them.
   */
  void reclaim() {
    String own =
        "v.realmId = c.realmId and v.run = :run and v.kind = c.kind and v.claimKey = c.claimKey"
            + " and v.userId = c.userId and v.state = OPEN and exists (select 1"
            + " from UserAttributeEntity a where"
            + ON_FILE
            + ")";
    update(
        "update ClaimEntity c set c.releasedAt = null, c.attributeId ="
            + " (select min(v.attributeId) from AdoptedValueEntity v where "
            + own
            + ") where c.realmId = :realm and c.attributeId is null"
            + " and exists (select 1 from AdoptedValueEntity v where "
            + own
            + ")");
  }

  /** Marks the values that another user has claimed during the run. */
  void markUnclaimed() {
    update(
        "update AdoptedValueEntity v set v.state = TAKEN where"
            + RUN
            + "and v.state = OPEN and not exists (select 1 from ClaimEntity c where"
            + CLAIM
            + "and c.userId = v.userId) and exists (select 1 from UserAttributeEntity a where"
            + ON_FILE
            + ")");
  }

  /**
   * Records the owners of taken values, or the former owners of those in quarantine.
   *
   * @param releasedAfter epoch milliseconds; claims that were released earlier have no quarantine
   *     any more
   */
  void nameOwners(long releasedAfter) {
    mutation(
            "update AdoptedValueEntity v set v.ownerId = coalesce((select min(t.userId)"
                + " from AdoptedValueEntity t where"
                + SAME_KEY
                + "and t.state = OPEN), (select c.userId from ClaimEntity c where"
                + CLAIM
                + "and (c.attributeId is not null or c.releasedAt > :releasedAfter))) where"
                + RUN
                + "and v.state = TAKEN")
        .setParameter("releasedAfter", releasedAfter)
        .executeUpdate();
  }

  /**
   * Removes the proofs of all users who do not own their stored number.
   *
   * @return the number of deleted attribute rows
   */
  int dropProofs() {
    String unowned =
        " UserAttributeEntity p where p.name in :proof and p.user.id in"
            + " (select v.userId from AdoptedValueEntity v where"
            + RUN
            + "and v.kind = :phone and v.state <> OPEN) and not exists (select 1"
            + " from ClaimEntity c where c.realmId = :realm and c.kind = :phone"
            + " and c.userId = p.user.id and c.attributeId is not null)";
    List<String> users =
        of(db.createSelectionQuery("select distinct p.user.id from" + unowned, String.class))
            .setParameter("proof", UserAttributes.PROOF)
            .setParameter("phone", ClaimKind.phone)
            .getResultList();
    EntityListener.changedByStatement(db, users);
    return mutation("delete from" + unowned)
        .setParameter("proof", UserAttributes.PROOF)
        .setParameter("phone", ClaimKind.phone)
        .executeUpdate();
  }

  /** Marks the conflicts that earlier runs have reported, so that they are not reported again. */
  void markReportedBefore() {
    for (long former : formerRuns()) {
      mutation(
              "update AdoptedValueEntity v set v.told = true where"
                  + RUN
                  + "and v.state <> OPEN and exists (select 1"
                  + FORMER
                  + " and t.told)")
          .setParameter("former", former)
          .executeUpdate();
    }
  }

  /** The next conflicts that no event has reported yet. */
  List<Conflict> unreported(int max) {
    return of(
            db.createSelectionQuery(
                CONFLICT
                    + RUN
                    + "and v.state <> OPEN and v.told = false"
                    + UNOWNED
                    + " order by v.attributeId",
                Object[].class))
        .setMaxResults(max)
        .getResultList()
        .stream()
        .map(AdoptedValues::conflict)
        .toList();
  }

  void markReported(List<Conflict> conflicts) {
    mutation(
            "update AdoptedValueEntity v set v.told = true where"
                + RUN
                + "and v.attributeId in :attributes")
        .setParameter("attributes", conflicts.stream().map(Conflict::attributeId).toList())
        .executeUpdate();
  }

  /** The values that are still stored and not owned by their users, ordered by user. */
  List<Conflict> conflicts(State state, int max) {
    return of(
            db.createSelectionQuery(
                CONFLICT
                    + RUN
                    + "and v.state = :state and exists (select 1 from UserAttributeEntity a"
                    + " where a.id = v.attributeId)"
                    + UNOWNED
                    + " order by v.userId, v.attributeId",
                Object[].class))
        .setParameter("state", state)
        .setMaxResults(max)
        .getResultList()
        .stream()
        .map(AdoptedValues::conflict)
        .toList();
  }

  long count(State state) {
    return of(db.createSelectionQuery(
            "select count(*) from AdoptedValueEntity v where"
                + RUN
                + "and v.state = :state"
                + UNOWNED,
            Long.class))
        .setParameter("state", state)
        .getSingleResult();
  }

  /** Deletes other runs and owned values, so that only the conflicts of this run remain. */
  void removeOthers() {
    update(
        "delete from AdoptedValueEntity v where v.realmId = :realm"
            + " and (v.run <> :run or v.state = OPEN)");
  }

  private static final String CONFLICT =
      "select v.attributeId, v.userId, v.kind, v.state, v.ownerId from AdoptedValueEntity v where";

  private static Conflict conflict(Object[] v) {
    return new Conflict(
        (String) v[0], (String) v[1], (ClaimKind) v[2], v[3] == State.INVALID, (String) v[4]);
  }

  private void update(String statement) {
    mutation(statement).executeUpdate();
  }

  private MutationQuery mutation(String statement) {
    return of(db.createMutationQuery(statement));
  }

  private <Q extends CommonQueryContract> Q of(Q query) {
    query.setParameter("realm", realmId).setParameter("run", run);
    return query;
  }
}
