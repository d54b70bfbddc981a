package io.github.phoneidentity.testing;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The rows of a realm's challenges and budgets, to look at and to let time pass for. */
public record Rows(TestRealm realm) {

  private static final String CHALLENGES =
      " PHONE_IDENTITY_CHALLENGE where RECIPIENT = ? and REALM_ID ="
          + " (select ID from REALM where NAME = ?)";
  private static final String LIMITS =
      " PHONE_IDENTITY_LIMIT where SUBJECT like ? and REALM_ID ="
          + " (select ID from REALM where NAME = ?)";

  /** Guesses that were counted for this number, one figure for each challenge. */
  public List<Integer> attempts(String phone) {
    return query("select ATTEMPTS from" + CHALLENGES + " order by SENT_AT", phone).stream()
        .map(Integer::valueOf)
        .toList();
  }

  /** How far the newest message of each challenge has come. */
  public List<String> deliveries(String phone) {
    return query("select DELIVERY from" + CHALLENGES + " order by SENT_AT", phone);
  }

  /** How far the newest message to each number of this realm has come. */
  public Map<String, String> deliveries() {
    Map<String, String> deliveries = new HashMap<>();
    query("select RECIPIENT || ' ' || DELIVERY from" + CHALLENGES.replace("= ?", "like ?"), "%")
        .forEach(row -> deliveries.put(row.split(" ")[0], row.split(" ")[1]));
    return deliveries;
  }

  public List<String> states(String phone) {
    return query("select STATE from" + CHALLENGES + " order by SENT_AT", phone);
  }

  public List<String> ids(String phone) {
    return query("select ID from" + CHALLENGES + " order by SENT_AT", phone);
  }

  /** Ids of the secrets that the codes are derived from. */
  public List<String> keyIds(String phone) {
    return query("select KEY_ID from" + CHALLENGES, phone);
  }

  /** The secret that the code of this number is derived from, as the database has it. */
  public String secretOf(String phone) {
    return query(
            "select s.VALUE from COMPONENT_CONFIG s join COMPONENT_CONFIG k on k.COMPONENT_ID ="
                + " s.COMPONENT_ID where s.NAME = 'secret' and k.NAME = 'kid' and k.VALUE in"
                + " (select KEY_ID from"
                + CHALLENGES
                + ")",
            phone)
        .get(0);
  }

  public String realmId() {
    return query("select ID from REALM where ID like ? and NAME = ?", "%").get(0);
  }

  /** The statement that writes a user of this name, as a request that makes one at this moment. */
  public String insertUser(String username) {
    return "insert into user_entity (id, realm_id, username, email_constraint, created_timestamp,"
        + " enabled, email_verified, not_before) values ('%1$s', '%2$s', '%3$s', '%1$s', 0, true,"
            .formatted(UUID.randomUUID(), realmId(), username)
        + " false, 0)";
  }

  /** Rows that this realm's id still has. */
  public long countOf(String realmId) {
    return query(
            "select 1 from PHONE_IDENTITY_CHALLENGE where REALM_ID = ? and '' <> ? union all"
                + " select 1 from PHONE_IDENTITY_LIMIT where REALM_ID = '"
                + realmId
                + "'",
            realmId)
        .size();
  }

  /** Every column of every table, of all realms, as XML. */
  public String dump() {
    return query("select schema_to_xml('public', true, false, '') where '' <> ? and '' <> ?", "all")
        .get(0);
  }

  /** Uses of the budget of this scope by this subject; 0 if there is no such row. */
  public int used(String scope, String subject) {
    return query("select USED from" + LIMITS + " and SCOPE = '" + scope + "'", subject).stream()
        .mapToInt(Integer::parseInt)
        .sum();
  }

  /** Scopes of the budgets whose subject is like this. */
  public List<String> scopes(String subject) {
    return query("select SCOPE from" + LIMITS, subject);
  }

  /** Lets the windows of every budget of this subject be over. */
  public void endWindows(String subject) {
    update("update PHONE_IDENTITY_LIMIT set WINDOW_END = 1 where SUBJECT like ?", subject);
  }

  /** Ends the codes and proofs of this number. */
  public void expire(String phone) {
    // A minute ago, and not long ago: what has ended for an hour is cleaned up.
    update(
        "update PHONE_IDENTITY_CHALLENGE set EXPIRES_AT = SENT_AT - 60000 where RECIPIENT = ?",
        phone);
  }

  /** Lets no node have sent the text to this number, and its code end. */
  public void expireUnsent(String phone) {
    update(
        "update PHONE_IDENTITY_CHALLENGE set DELIVERY = 'PENDING', EXPIRES_AT = SENT_AT"
            + " where RECIPIENT = ?",
        phone);
  }

  /** Lets the cooldown of the last text to this number be over, and every other cooldown too. */
  public void endCooldown(String phone) {
    update("update PHONE_IDENTITY_CHALLENGE set SENT_AT = 1 where RECIPIENT = ?", phone);
    update("update PHONE_IDENTITY_LIMIT set WINDOW_END = 1 where SCOPE like ?", "cooldown-%");
  }

  /** Lets {@code millis} pass for what became of this number's messages. */
  public void ageDelivery(String phone, long millis) {
    update(
        "update PHONE_IDENTITY_CHALLENGE set DELIVERY_AT = DELIVERY_AT - "
            + millis
            + " where RECIPIENT = ?",
        phone);
  }

  /** Lets {@code millis} pass for this number's challenges. */
  public void ageChallenge(String phone, long millis) {
    update(
        "update PHONE_IDENTITY_CHALLENGE set EXPIRES_AT = EXPIRES_AT - "
            + millis
            + ", SENT_AT = SENT_AT - "
            + millis
            + " where RECIPIENT = ?",
        phone);
  }

  /** Lets {@code millis} more pass since the first text of this number's challenges. */
  public void ageFirstText(String phone, long millis) {
    update(
        "update PHONE_IDENTITY_CHALLENGE set FIRST_SENT_AT = FIRST_SENT_AT - "
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
