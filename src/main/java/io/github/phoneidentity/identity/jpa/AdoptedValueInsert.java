package io.github.phoneidentity.identity.jpa;

import io.github.phoneidentity.identity.jpa.AdoptableUser.Candidate;
import io.github.phoneidentity.identity.jpa.AdoptedValueEntity.State;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.hibernate.Session;

/**
 * The bulk insert of the values that a run of a realm's adoption has read.
 *
 * @param run when the run started, in epoch milliseconds
 */
record AdoptedValueInsert(Session db, String realmId, long run) {

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

  /**
   * Inserts the stored values of users. They are passed as one array per column, because single
   * parameters take twice as long.
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
}
