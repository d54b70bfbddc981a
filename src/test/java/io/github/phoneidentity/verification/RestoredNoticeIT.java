package io.github.phoneidentity.verification;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phoneidentity.testing.TestRealm;
import io.github.phoneidentity.testing.Unique;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** A backup holds notices that were about to be sent when it was made. */
class RestoredNoticeIT {

  @AutoClose private static final TestRealm REALM = TestRealm.create();

  @Test
  void noticeOfThePastIsNotSentAgain() throws SQLException {
    String old = Unique.phone();
    String recent = Unique.phone();
    restore(old, Duration.ofHours(2));
    restore(recent, Duration.ofMinutes(10));

    REALM.inbox().awaitText(recent, 1);
    Awaitility.await("the old notice is given up").until(() -> !"PENDING".equals(delivery(old)));

    assertThat(REALM.inbox().countFor(old)).isZero();
  }

  private static void restore(String phone, Duration age) throws SQLException {
    try (Connection database = REALM.server().database().connect();
        PreparedStatement insert =
            database.prepareStatement(
                "insert into phone_identity_notice (id, realm_id, notice, channel, recipient,"
                    + " detail, locale, created_at, delivery, delivery_at) select ?, id,"
                    + " 'PHONE_CHANGED', 'sms', ?, '', 'en', ?, 'PENDING', ? from realm"
                    + " where name = ?")) {
      long created = Instant.now().minus(age).toEpochMilli();
      insert.setString(1, UUID.randomUUID().toString());
      insert.setString(2, phone);
      insert.setLong(3, created);
      insert.setLong(4, created);
      insert.setString(5, REALM.name());
      insert.executeUpdate();
    }
  }

  private static String delivery(String phone) throws SQLException {
    try (Connection database = REALM.server().database().connect();
        PreparedStatement query =
            database.prepareStatement(
                "select delivery from phone_identity_notice where recipient = ?")) {
      query.setString(1, phone);
      try (ResultSet rows = query.executeQuery()) {
        return rows.next() ? rows.getString(1) : null;
      }
    }
  }
}
