package io.github.phoneidentity.identity.jpa;

import io.github.phoneidentity.identity.AdoptionReport.Conflict;
import io.github.phoneidentity.identity.ClaimKind;
import io.github.phoneidentity.identity.UserAttributes;
import io.github.phoneidentity.identity.jpa.AdoptableUser.Candidate;
import io.github.phoneidentity.identity.jpa.AdoptedValueEntity.State;
import io.github.phoneidentity.jpa.EntityListener;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.hibernate.Session;
import org.hibernate.query.CommonQueryContract;
import org.hibernate.query.MutationQuery;

/**
 * The values of one run of a realm's adoption: they are compared and claimed by statements over all
 * of them, because one at a time takes thirty times as long.
 */
final class AdoptedValues {

  private static final String RUN = " v.realmId = :realm and v.run = :run ";
  private static final String SLOT =
      " t.realmId = v.realmId and t.run = v.run and t.kind = v.kind and t.claimKey = v.claimKey ";
  private static final String FORMER =
      " from AdoptedValueEntity t where t.realmId = v.realmId and t.run = :former"
          + " and t.kind = v.kind and t.claimKey = v.claimKey and t.attributeId = v.attributeId";
  private static final String SLICE = " and v.kind = :kind and v.claimKey > :after";
  private static final String CLAIM =
      " c.realmId = v.realmId and c.kind = v.kind and c.claimKey = v.claimKey ";

  /** Its user may have proven it while the run went on. */
  private static final String UNOWNED =
      " and not exists (select 1 from ClaimEntity c where c.attributeId = v.attributeId)";

  private static final String ON_FILE =
      " a.id = v.attributeId and coalesce(a.value, a.longValue) = v.stored ";

  /** In the order of {@link #row}. */
  private static final Map<String, String> COLUMNS = new LinkedHashMap<>();

  static {
    COLUMNS.put("KIND", "varchar");
    COLUMNS.put("CLAIM_KEY", "varchar");
    COLUMNS.put("ATTRIBUTE_ID", "varchar");
    COLUMNS.put("USER_ID", "varchar");
    COLUMNS.put("CREATED_AT", "bigint");
    COLUMNS.put("STANDING", "int");
    COLUMNS.put("STORED", "varchar");
    COLUMNS.put("CANONICAL", "varchar");
    COLUMNS.put("STATE", "varchar");
  }

  private final Session db;
  private final String realmId;
  private final long run;

  AdoptedValues(Session db, AdoptionEntity adoption) {
    this.db = db;
    this.realmId = adoption.realmId();
    this.run = adoption.startedAt();
  }

  /**
   * Has PostgreSQL plan the statements of this transaction for the values that there are: a plan
   * that it keeps from a small realm takes hours for a large one.
   */
  void planAnew() {
    db.doWork(
        connection -> onPostgresql(connection, "set local plan_cache_mode = force_custom_plan"));
  }

  /** Has PostgreSQL count the values that were taken up. */
  void analyze() {
    db.doWork(connection -> onPostgresql(connection, "analyze PHONE_IDENTITY_ADOPTED_VALUE"));
  }

  /** Has it count what was claimed. */
  void analyzeClaims() {
    db.doWork(connection -> onPostgresql(connection, "analyze PHONE_IDENTITY_CLAIM"));
  }

  private static void onPostgresql(Connection connection, String command) throws SQLException {
    if (isPostgresql(connection)) {
      try (Statement statement = connection.createStatement()) {
        statement.execute(command);
      }
    }
  }

  private static boolean isPostgresql(Connection connection) throws SQLException {
    return connection.getMetaData().getDatabaseProductName().equals("PostgreSQL");
  }

  /**
   * Takes up what users have on file: by columns, because as many parameters take as long again.
   */
  void add(List<AdoptableUser> users, List<List<Candidate>> candidates) {
    List<Object[]> rows = new ArrayList<>();
    for (int i = 0; i < users.size(); i++) {
      AdoptableUser user = users.get(i);
      candidates.get(i).forEach(candidate -> rows.add(row(user, candidate)));
    }
    if (!rows.isEmpty()) {
      db.doWork(connection -> insert(connection, rows));
    }
  }

  private void insert(Connection connection, List<Object[]> rows) throws SQLException {
    String arrays =
        COLUMNS.values().stream()
            .map(type -> "cast(? as " + type + " array)")
            .collect(Collectors.joining(", "));
    String insert =
        "insert into PHONE_IDENTITY_ADOPTED_VALUE (REALM_ID, RUN, %s) select ?, ?, v.* from unnest(%s) v"
            .formatted(String.join(", ", COLUMNS.keySet()), arrays);
    try (PreparedStatement statement = connection.prepareStatement(insert)) {
      statement.setString(1, realmId);
      statement.setLong(2, run);
      int column = 0;
      for (String type : COLUMNS.values()) {
        int of = column++;
        Object[] values = rows.stream().map(row -> row[of]).toArray();
        statement.setArray(of + 3, connection.createArrayOf(type, values));
      }
      statement.executeUpdate();
    }
  }

  private static Object[] row(AdoptableUser user, Candidate candidate) {
    boolean valid = candidate.value() != null;
    return new Object[] {
      candidate.kind().name(),
      valid ? candidate.value().key() : "",
      candidate.attribute().id(),
      user.id(),
      user.createdAt(),
      candidate.standing().ordinal(),
      valid ? candidate.attribute().value() : null,
      valid ? candidate.respelled() : null,
      (valid ? State.OPEN : State.INVALID).name()
    };
  }

  /**
   * Whoever was not given a number because several had proven it gets it by no later run either,
   * but by a proof. A dry run has told nobody, and so has decided nothing.
   */
  void keepVerdicts() {
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

  /** One at a time, because the index of the table has the run before the value. */
  private List<Long> formerRuns() {
    return of(db.createSelectionQuery(
            "select distinct t.run from AdoptedValueEntity t where t.realmId = :realm"
                + " and t.run <> :run",
            Long.class))
        .getResultList();
  }

  /**
   * Marks the values that their users cannot own: the owner of before comes first, then the only
   * one who has proven it, then, unless several have, the oldest user.
   */
  void compare() {
    update(
        "update AdoptedValueEntity v set v.state = TAKEN where"
            + RUN
            + "and v.state = OPEN and exists (select 1 from AdoptedValueEntity t where"
            + SLOT
            + "and t.userId <> v.userId and (t.standing < v.standing or t.standing = v.standing"
            + " and (v.standing = 1 or t.createdAt < v.createdAt"
            + " or t.createdAt = v.createdAt and t.userId < v.userId)))");
  }

  /** Marks the values that users who were not read have claimed, or that are in quarantine. */
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

  /** The key that ends the next slice; empty for the last slice. */
  Optional<String> endOfSlice(ClaimKind kind, String after, int size) {
    return of(
            db.createSelectionQuery(
                "select v.claimKey from AdoptedValueEntity v where"
                    + RUN
                    + SLICE
                    + " and v.state = OPEN order by v.claimKey",
                String.class))
        .setParameter("kind", kind)
        .setParameter("after", after)
        .setFirstResult(size - 1)
        .setMaxResults(1)
        .getResultList()
        .stream()
        .findFirst();
  }

  /**
   * Claims the values of a slice that are still on file. Their attributes are locked before the
   * first claim is written, as whoever changes one locks it before the claim. A user who claims one
   * of them at the same moment has the statement fail, which is then repeated. (H2 has no insert of
   * many rows that leaves out those in conflict.)
   */
  void claim(ClaimKind kind, String after, String last, long now) {
    db.doWork(
        connection -> {
          // The checks of references are planned as this says, too: for each row, if it is forced.
          onPostgresql(connection, "set local plan_cache_mode = auto; discard plans");
          try (PreparedStatement statement =
              connection.prepareStatement(
                  CLAIM_SLICE.formatted(
                      last == null ? "" : " and v.CLAIM_KEY <= ?",
                      isPostgresql(connection) ? " for no key update of a" : ""))) {
            statement.setLong(1, now);
            statement.setString(2, UserAttributes.PHONE_NUMBER_VERIFIED);
            statement.setString(3, realmId);
            statement.setLong(4, run);
            statement.setString(5, kind.name());
            statement.setString(6, after);
            if (last != null) {
              statement.setString(7, last);
            }
            statement.executeUpdate();
          }
        });
    planAnew();
  }

  private static final String CLAIM_SLICE =
      """
      insert into PHONE_IDENTITY_CLAIM
        (REALM_ID, KIND, CLAIM_KEY, USER_ID, ATTRIBUTE_ID, CLAIMED_AT, PROOF_ID)
      select l.REALM_ID, l.KIND, l.CLAIM_KEY, l.USER_ID, l.ATTRIBUTE_ID, cast(? as bigint), l.PROOF_ID
      from (
        select v.REALM_ID, v.KIND, v.CLAIM_KEY, v.USER_ID, v.ATTRIBUTE_ID,
          (select min(p.ID) from USER_ATTRIBUTE p
           where p.USER_ID = v.USER_ID and p.NAME = ? and v.STANDING = 1) as PROOF_ID
        from PHONE_IDENTITY_ADOPTED_VALUE v
        join USER_ATTRIBUTE a
          on a.ID = v.ATTRIBUTE_ID and coalesce(a.VALUE, a.LONG_VALUE) = v.STORED
        where v.REALM_ID = ? and v.RUN = ? and v.KIND = ? and v.CLAIM_KEY > ?%s
          and v.STATE = 'OPEN' and v.STANDING > 0
          and not exists (select 1 from PHONE_IDENTITY_CLAIM c
            where c.REALM_ID = v.REALM_ID and c.KIND = v.KIND and c.CLAIM_KEY = v.CLAIM_KEY)%s) l
      order by l.CLAIM_KEY\
      """;

  /**
   * Writes the canonical spelling of the values of a slice that their users own.
   *
   * @return how many were spelled otherwise
   */
  int respell(ClaimKind kind, String after, String last) {
    String query =
        "select v.attributeId, v.stored, v.canonical, v.userId from AdoptedValueEntity v where"
            + RUN
            + slice(last)
            + " and v.state = OPEN and v.canonical is not null order by v.attributeId";
    List<Object[]> values =
        slice(of(db.createSelectionQuery(query, Object[].class)), kind, after, last)
            .getResultList();
    if (values.isEmpty()) {
      return 0;
    }
    List<String> users = db.doReturningWork(connection -> respell(connection, values));
    EntityListener.changedByStatement(db, users);
    return users.size();
  }

  private static List<String> respell(Connection connection, List<Object[]> values)
      throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "update USER_ATTRIBUTE set VALUE = ?, LONG_VALUE = null, LONG_VALUE_HASH = null,"
                + " LONG_VALUE_HASH_LOWER_CASE = null where ID = ?"
                + " and coalesce(VALUE, LONG_VALUE) = ? and exists (select 1 from"
                + " PHONE_IDENTITY_CLAIM where ATTRIBUTE_ID = ?)")) {
      for (Object[] value : values) {
        statement.setString(1, (String) value[2]);
        statement.setString(2, (String) value[0]);
        statement.setString(3, (String) value[1]);
        statement.setString(4, (String) value[0]);
        statement.addBatch();
      }
      int[] changed = statement.executeBatch();
      return IntStream.range(0, changed.length)
          .filter(i -> changed[i] == 1)
          .mapToObj(i -> (String) values.get(i)[3])
          .toList();
    }
  }

  /** Gives back what users have released in the meantime and have on file all the same, still. */
  void takeBack() {
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

  /** Marks what could not be claimed because another user was faster. */
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
   * Notes who owns what others have on file too, or has it in quarantine.
   *
   * @param releasedAfter epoch milliseconds; what was released earlier is in quarantine no more
   */
  void nameOwners(long releasedAfter) {
    mutation(
            "update AdoptedValueEntity v set v.ownerId = coalesce((select min(t.userId)"
                + " from AdoptedValueEntity t where"
                + SLOT
                + "and t.state = OPEN), (select c.userId from ClaimEntity c where"
                + CLAIM
                + "and (c.attributeId is not null or c.releasedAt > :releasedAfter))) where"
                + RUN
                + "and v.state = TAKEN")
        .setParameter("releasedAfter", releasedAfter)
        .executeUpdate();
  }

  /** Takes the proof off all users who do not own the number that they have on file. */
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

  /** What earlier runs have told is not told again. */
  void skipWhatWasTold() {
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

  /** The next conflicts that no event has told yet. */
  List<Conflict> untold(int max) {
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

  void told(List<Conflict> conflicts) {
    mutation(
            "update AdoptedValueEntity v set v.told = true where"
                + RUN
                + "and v.attributeId in :attributes")
        .setParameter("attributes", conflicts.stream().map(Conflict::attributeId).toList())
        .executeUpdate();
  }

  /** What is still on file and is not owned, in the order of the users. */
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

  /** Leaves only what this run has not given an owner. */
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

  private static String slice(String last) {
    return last == null ? SLICE : SLICE + " and v.claimKey <= :last";
  }

  private static <Q extends CommonQueryContract> Q slice(
      Q query, ClaimKind kind, String after, String last) {
    query.setParameter("kind", kind).setParameter("after", after);
    if (last != null) {
      query.setParameter("last", last);
    }
    return query;
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
