package io.github.phoneidentity.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** The user events of a realm, as the outbox of its server has them. */
public record UserEvents(TestRealm realm) {

  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * One row.
   *
   * @param type such as {@code registered}
   * @param payload the CloudEvent
   */
  public record Row(String id, long sequence, String type, String routingKey, JsonNode payload) {

    public JsonNode data() {
      return payload.get("data");
    }
  }

  /** The events of a user, or of a realm that is gone, by its id, in their order. */
  public List<Row> of(String subject) {
    return query("SUBJECT = ?", subject);
  }

  /** The types of these. */
  public List<String> types(String subject) {
    return of(subject).stream().map(Row::type).toList();
  }

  /** The newest event of a user. */
  public Row last(String subject) {
    List<Row> rows = of(subject);
    return rows.get(rows.size() - 1);
  }

  /** All events of this type in a realm with this id. */
  public List<Row> ofRealm(String realmId, String type) {
    return query("REALM_ID = ?", realmId).stream().filter(row -> row.type().equals(type)).toList();
  }

  /** How many of a realm's events are in this state, such as {@code PENDING}. */
  public int count(String realmId, String state) {
    return Integer.parseInt(
        value(
            "select count(*) from PHONE_IDENTITY_USER_EVENT where REALM_ID = ? and STATE = ?",
            realmId,
            state));
  }

  /** The state of one event; null if there is none. */
  public String state(String id) {
    return value("select STATE from PHONE_IDENTITY_USER_EVENT where ID = ?", id);
  }

  /** Why an event was not published when it was last tried; null when nothing went wrong. */
  public String reason(String id) {
    return value("select REASON from PHONE_IDENTITY_USER_EVENT where ID = ?", id);
  }

  /** How often an event was tried and not published. */
  public int tries(String id) {
    return Integer.parseInt(value("select TRIES from PHONE_IDENTITY_USER_EVENT where ID = ?", id));
  }

  /** Adds this many events of as many subjects, none of which a change of a user has caused. */
  public void insertMany(int count, String routingKey, String payload) {
    update(
        "insert into PHONE_IDENTITY_USER_EVENT (ID, REALM_ID, SUBJECT, SHARD, TYPE, ROUTING_KEY,"
            + " PAYLOAD, CREATED_AT, STATE) select gen_random_uuid(), 'none', 's-' || i, i % 16,"
            + " 'updated', ?, ?, 1, 'PENDING' from generate_series(1, "
            + count
            + ") i",
        routingKey,
        payload);
  }

  /** The nodes, by the names that they have given themselves, which relay something now. */
  public Set<String> relaying() {
    try (Connection connection = realm.server().database().connect();
        PreparedStatement query =
            connection.prepareStatement(
                "select OWNER from PHONE_IDENTITY_LEASE where NAME like 'user-events%'"
                    + " and OWNER is not null and LEASED_UNTIL > ?")) {
      // The servers write leases by this machine's clock.
      query.setLong(1, System.currentTimeMillis());
      Set<String> owners = new HashSet<>();
      try (ResultSet result = query.executeQuery()) {
        while (result.next()) {
          owners.add(result.getString(1));
        }
      }
      return owners;
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  /** Adds an event that is to be published, and that no change of a user has caused. */
  public String insert(String subject, String routingKey, String payload) {
    return insert(subject, routingKey, payload, 0, null);
  }

  /** Adds such an event that has failed this often and is due. */
  public String insertFailed(int tries, String routingKey) {
    return insert(UUID.randomUUID().toString(), routingKey, "{}", tries, 1L);
  }

  private String insert(String subject, String routingKey, String payload, int tries, Long dueAt) {
    String id = UUID.randomUUID().toString();
    update(
        "insert into PHONE_IDENTITY_USER_EVENT (ID, REALM_ID, SUBJECT, SHARD, TYPE, ROUTING_KEY,"
            + " PAYLOAD, CREATED_AT, STATE, TRIES, DUE_AT) values (?, 'none', ?, 3, 'updated', ?,"
            + " ?, 1, 'PENDING', "
            + tries
            + ", "
            + dueAt
            + ")",
        id,
        subject,
        routingKey,
        payload);
    return id;
  }

  /** When an event is tried next, in epoch milliseconds. */
  public long dueAt(String id) {
    return Long.parseLong(value("select DUE_AT from PHONE_IDENTITY_USER_EVENT where ID = ?", id));
  }

  /** Lets an event be due. */
  public void makeDue(String id) {
    update("update PHONE_IDENTITY_USER_EVENT set DUE_AT = 1 where ID = ?", id);
  }

  /** Lets this many seconds pass since the events of a realm were written that wait. */
  public void agePending(String realmId, long seconds) {
    update(
        "update PHONE_IDENTITY_USER_EVENT set CREATED_AT = CREATED_AT - "
            + seconds * 1000
            + " where REALM_ID = ? and STATE = 'PENDING'",
        realmId);
  }

  /** Lets the time pass for which a node has leased what it relays. */
  public void expireLeases(String node) {
    update(
        "update PHONE_IDENTITY_LEASE set LEASED_UNTIL = 1 where NAME like 'user-events%'"
            + " and OWNER = ?",
        node);
  }

  /** Lets this many seconds pass since an event was published or became a dead letter. */
  public void ageSettled(String id, long seconds) {
    update(
        "update PHONE_IDENTITY_USER_EVENT set SETTLED_AT = SETTLED_AT - "
            + seconds * 1000
            + " where ID = ?",
        id);
  }

  private String value(String statement, String... parameters) {
    try (Connection connection = realm.server().database().connect();
        PreparedStatement query = prepare(connection, statement, parameters);
        ResultSet result = query.executeQuery()) {
      return result.next() ? result.getString(1) : null;
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  private void update(String statement, String... parameters) {
    try (Connection connection = realm.server().database().connect();
        PreparedStatement update = prepare(connection, statement, parameters)) {
      update.executeUpdate();
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  private static PreparedStatement prepare(
      Connection connection, String statement, String... parameters) throws SQLException {
    PreparedStatement prepared = connection.prepareStatement(statement);
    for (int i = 0; i < parameters.length; i++) {
      prepared.setString(i + 1, parameters[i]);
    }
    return prepared;
  }

  private List<Row> query(String condition, String value) {
    try (Connection connection = realm.server().database().connect();
        PreparedStatement query =
            connection.prepareStatement(
                "select ID, SEQUENCE, TYPE, ROUTING_KEY, PAYLOAD from PHONE_IDENTITY_USER_EVENT"
                    + " where "
                    + condition
                    + " order by SEQUENCE")) {
      query.setString(1, value);
      List<Row> rows = new ArrayList<>();
      try (ResultSet result = query.executeQuery()) {
        while (result.next()) {
          rows.add(
              new Row(
                  result.getString(1),
                  result.getLong(2),
                  result.getString(3),
                  result.getString(4),
                  JSON.readTree(result.getString(5))));
        }
      }
      return rows;
    } catch (SQLException e) {
      throw new AssertionError(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
