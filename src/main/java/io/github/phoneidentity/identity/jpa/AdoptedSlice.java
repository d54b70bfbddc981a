package io.github.phoneidentity.identity.jpa;

import io.github.phoneidentity.identity.ClaimKind;
import io.github.phoneidentity.identity.UserAttributes;
import io.github.phoneidentity.jpa.EntityListener;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.IntStream;
import org.hibernate.Session;

/**
 * A slice of the values of one run of a realm's adoption, which are claimed in one transaction.
 *
 * @param run when the run started, in epoch milliseconds
 * @param after the key that precedes the first one of the slice
 * @param last the last key of the slice; null if it is the last slice of the kind
 */
record AdoptedSlice(
    Session db, String realmId, long run, ClaimKind kind, String after, String last) {

  /**
   * Claims the values of the slice that are still stored. Their attributes are locked before the
   * first claim is written, in the same order as by a transaction that changes an attribute. Values
   * that another transaction claims at the same time are skipped. H2 has no bulk insert that skips
   * conflicting rows: there the statement fails and the step is repeated.
   */
  void claim(long now) {
    QueryPlans.discard(db);
    db.doWork(
        connection -> {
          try (PreparedStatement statement =
              connection.prepareStatement(
                  CLAIM.formatted(
                      last == null ? "" : " and v.CLAIM_KEY <= ?",
                      QueryPlans.isPostgresql(connection) ? " for no key update of a" : "",
                      QueryPlans.isPostgresql(connection) ? " on conflict do nothing" : ""))) {
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
    QueryPlans.forceCustomPlans(db);
  }

  private static final String CLAIM =
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
      order by l.CLAIM_KEY%s\
      """;

  /**
   * Writes the canonical form of the values of the slice that their users own.
   *
   * @return how many values were changed
   */
  int respell() {
    var query =
        db.createSelectionQuery(
                "select v.attributeId, v.stored, v.canonical, v.userId from AdoptedValueEntity v"
                    + " where v.realmId = :realm and v.run = :run and v.kind = :kind"
                    + " and v.claimKey > :after and v.state = OPEN and v.canonical is not null"
                    + (last == null ? "" : " and v.claimKey <= :last")
                    + " order by v.attributeId",
                Object[].class)
            .setParameter("realm", realmId)
            .setParameter("run", run)
            .setParameter("kind", kind)
            .setParameter("after", after);
    if (last != null) {
      query.setParameter("last", last);
    }
    List<Object[]> values = query.getResultList();
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
}
