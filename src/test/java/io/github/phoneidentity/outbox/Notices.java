package io.github.phoneidentity.outbox;

import io.github.phoneidentity.testing.TestRealm;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** A realm's security notices as rows, as the requests of some node have written them. */
record Notices(TestRealm realm) {

  private static final String INSERT =
      """
      insert into phone_identity_notice
        (id, realm_id, notice, channel, recipient, detail, locale, created_at, delivery, delivery_at)
      select gen_random_uuid()::varchar, realm.id, ?, ?, ?, '', 'en', now.ms, 'PENDING', now.ms - ?
      from realm, generate_series(1, ?),
        (select (extract(epoch from clock_timestamp()) * 1000)::bigint as ms) now
      where realm.name = ?
      """;

  /** Writes notices that wait since {@code age} milliseconds for any node. */
  void write(String notice, String channel, String recipient, long age, int count) {
    execute(INSERT, notice, channel, recipient, age, count, realm.name());
  }

  /** Lets the wait of this recipient's notices be over. */
  void endWait(String recipient) {
    execute(
        "update phone_identity_notice set delivery_at = 1 where delivery = 'PENDING'"
            + " and recipient = ?",
        recipient);
  }

  /** How far the notice to this recipient has come, and how often it was tried. */
  String delivery(String recipient) {
    try (Connection database = realm.server().database().connect();
        PreparedStatement query =
            database.prepareStatement(
                "select delivery || ' ' || tries from phone_identity_notice where recipient = ?")) {
      query.setString(1, recipient);
      try (ResultSet rows = query.executeQuery()) {
        return rows.next() ? rows.getString(1) : null;
      }
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  private void execute(String statement, Object... parameters) {
    try (Connection database = realm.server().database().connect();
        PreparedStatement update = database.prepareStatement(statement)) {
      for (int i = 0; i < parameters.length; i++) {
        update.setObject(i + 1, parameters[i]);
      }
      update.executeUpdate();
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }
}
