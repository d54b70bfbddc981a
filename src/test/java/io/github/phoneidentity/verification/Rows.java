package io.github.phoneidentity.verification;

import io.github.phoneidentity.testing.TestRealm;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** The rows of a realm's challenges and budgets, to look at and to let time pass for. */
record Rows(TestRealm realm) {

  private static final String CHALLENGES =
      " PHONE_IDENTITY_CHALLENGE where RECIPIENT = ? and REALM_ID ="
          + " (select ID from REALM where NAME = ?)";
  private static final String LIMITS =
      " PHONE_IDENTITY_LIMIT where SUBJECT like ? and REALM_ID ="
          + " (select ID from REALM where NAME = ?)";

  /** Guesses that were counted for this number, one figure for each challenge. */
  List<Integer> attempts(String phone) {
    return query("select ATTEMPTS from" + CHALLENGES + " order by SENT_AT", phone).stream()
        .map(Integer::valueOf)
        .toList();
  }

  /** How far the newest message of each challenge has come. */
  List<String> deliveries(String phone) {
    return query("select DELIVERY from" + CHALLENGES + " order by SENT_AT", phone);
  }

  List<String> states(String phone) {
    return query("select STATE from" + CHALLENGES + " order by SENT_AT", phone);
  }

  List<String> ids(String phone) {
    return query("select ID from" + CHALLENGES + " order by SENT_AT", phone);
  }

  /** Uses of the budget of this scope by this subject; 0 if there is no such row. */
  int used(String scope, String subject) {
    return query("select USED from" + LIMITS + " and SCOPE = '" + scope + "'", subject).stream()
        .mapToInt(Integer::parseInt)
        .sum();
  }

  /** Scopes of the budgets whose subject is like this. */
  List<String> scopes(String subject) {
    return query("select SCOPE from" + LIMITS, subject);
  }

  /** Lets the windows of every budget of this subject be over. */
  void endWindows(String subject) {
    update("update PHONE_IDENTITY_LIMIT set WINDOW_END = 1 where SUBJECT like ?", subject);
  }

  /** Lets {@code millis} pass for what became of this number's messages. */
  void ageDelivery(String phone, long millis) {
    update(
        "update PHONE_IDENTITY_CHALLENGE set DELIVERY_AT = DELIVERY_AT - "
            + millis
            + " where RECIPIENT = ?",
        phone);
  }

  /** Lets {@code millis} pass for this number's challenges. */
  void ageChallenge(String phone, long millis) {
    update(
        "update PHONE_IDENTITY_CHALLENGE set EXPIRES_AT = EXPIRES_AT - "
            + millis
            + ", SENT_AT = SENT_AT - "
            + millis
            + " where RECIPIENT = ?",
        phone);
  }

  private List<String> query(String statement, String subject) {
    try (Connection connection = realm.server().database().connect();
        PreparedStatement query = connection.prepareStatement(statement)) {
      query.setString(1, subject);
      query.setString(2, realm.name());
      List<String> values = new ArrayList<>();
      try (ResultSet rows = query.executeQuery()) {
        while (rows.next()) {
          values.add(rows.getString(1));
        }
      }
      return values;
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  private void update(String statement, String subject) {
    try (Connection connection = realm.server().database().connect();
        PreparedStatement update =
            connection.prepareStatement(
                statement + " and REALM_ID = (select ID from REALM where NAME = ?)")) {
      update.setString(1, subject);
      update.setString(2, realm.name());
      if (update.executeUpdate() == 0) {
        throw new AssertionError("No rows of " + subject);
      }
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }
}
