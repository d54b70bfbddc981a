package io.github.phoneidentity.authentication;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phoneidentity.testing.TestRealm;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** The rows behind the codes, so that a test can let time pass without waiting for it. */
final class Challenges {

  private static final String OF_REALM =
      " where RECIPIENT = ? and REALM_ID = (select ID from REALM where NAME = ?)";

  private Challenges() {}

  /** Ends the codes and proofs of this number. */
  static void expire(TestRealm realm, String phone) {
    // A minute ago, and not long ago: what has ended for an hour is cleaned up.
    update(realm, phone, "update PHONE_IDENTITY_CHALLENGE set EXPIRES_AT = SENT_AT - 60000");
  }

  /** Lets the cooldown of the last text to this number be over. */
  static void endCooldown(TestRealm realm, String phone) {
    update(realm, phone, "update PHONE_IDENTITY_CHALLENGE set SENT_AT = 1");
    try (Connection connection = realm.server().database().connect();
        PreparedStatement update =
            connection.prepareStatement(
                "update PHONE_IDENTITY_LIMIT set WINDOW_END = 1 where SCOPE like 'cooldown-%'"
                    + " and REALM_ID = (select ID from REALM where NAME = ?)")) {
      update.setString(1, realm.name());
      assertThat(update.executeUpdate()).isPositive();
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  /** The states of the challenges of this number, such as {@code SPENT}. */
  static List<String> states(TestRealm realm, String phone) {
    List<String> states = new ArrayList<>();
    try (Connection connection = realm.server().database().connect();
        PreparedStatement query =
            connection.prepareStatement(
                "select STATE from PHONE_IDENTITY_CHALLENGE" + OF_REALM + " order by SENT_AT")) {
      query.setString(1, phone);
      query.setString(2, realm.name());
      try (ResultSet rows = query.executeQuery()) {
        while (rows.next()) {
          states.add(rows.getString(1));
        }
      }
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
    return states;
  }

  private static void update(TestRealm realm, String phone, String assignment) {
    try (Connection connection = realm.server().database().connect();
        PreparedStatement update = connection.prepareStatement(assignment + OF_REALM)) {
      update.setString(1, phone);
      update.setString(2, realm.name());
      assertThat(update.executeUpdate()).as("challenges of %s", phone).isPositive();
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }
}
