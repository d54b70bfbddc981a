package io.github.phoneidentity.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phoneidentity.testing.TestRealm;
import io.github.phoneidentity.testing.TestUser;
import io.github.phoneidentity.testing.Unique;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A released number is held back from others for as long as the realm says. */
class QuarantineIT {

  @AutoClose private static final TestRealm REALM = TestRealm.create();
  private static final RealmUsers USERS = new RealmUsers(REALM);

  @BeforeAll
  static void holdNumbersBack() {
    REALM.setPolicy(Map.of("released-number-quarantine", "30"));
  }

  @Test
  void changedNumberIsHeldBackFromOthersButNotFromItsFormerOwner() {
    TestUser user = TestUser.random();
    String id = REALM.createUser(user);
    USERS.update(id, "phoneNumber", Unique.phone());

    assertThat(claim(user.phone())).isEqualTo(400);
    assertThat(USERS.update(id, "phoneNumber", user.phone()).statusCode()).isEqualTo(204);
  }

  @Test
  void numberOfARemovedUserIsHeldBackUntilTheQuarantineIsOver() throws SQLException {
    TestUser user = TestUser.random();
    USERS.remove(REALM.createUser(user));

    assertThat(claim(user.phone())).isEqualTo(400);
    ageRelease(user.phone(), Duration.ofDays(29));
    assertThat(claim(user.phone())).isEqualTo(400);
    ageRelease(user.phone(), Duration.ofDays(2));
    assertThat(claim(user.phone())).isEqualTo(201);
  }

  @Test
  void importCannotTakeAHeldBackNumber() {
    TestUser user = TestUser.random();
    USERS.remove(REALM.createUser(user));

    TestUser other = TestUser.random().withPhone(user.phone(), true);

    assertThat(USERS.partialImport("FAIL", other).statusCode()).isEqualTo(409);
  }

  @Test
  void nicknamesAreFreeAtOnce() {
    TestUser user = TestUser.random();
    USERS.remove(REALM.createUser(user));

    REALM.createUser(TestUser.random().withNickname(user.nickname()));
  }

  private static int claim(String phone) {
    return USERS.create(TestUser.random().withPhone(phone, false)).statusCode();
  }

  /** Moves the release back by this much, from wherever it is. */
  private static void ageRelease(String phone, Duration by) throws SQLException {
    try (Connection database = REALM.server().database().connect();
        PreparedStatement update =
            database.prepareStatement(
                "update phone_identity_claim set released_at = released_at - ? where claim_key"
                    + " = ?")) {
      update.setLong(1, by.toMillis());
      update.setString(2, phone);
      assertThat(update.executeUpdate()).isEqualTo(1);
    }
  }
}
