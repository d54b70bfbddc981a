package io.github.phoneidentity.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phoneidentity.testing.TestRealm;
import io.github.phoneidentity.testing.TestUser;
import io.github.phoneidentity.testing.Unique;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Attributes that are changed past the extension, by a statement of somebody's own. */
class StaleClaimIT {

  @AutoClose private static final TestRealm REALM = TestRealm.create();

  private final RealmUsers users = new RealmUsers(REALM);

  /** Adoption settles whom it meets, and so would free what is stale. */
  @BeforeAll
  static void realmIsAdopted() {
    Awaitility.await("adoption")
        .until(() -> REALM.admin().get("/phone-identity/adopt").path("finishedAt") != null);
  }

  @Test
  void formerNumberLeadsToNobodyAndGetsNoCode() throws SQLException {
    TestUser user = TestUser.random();
    String id = REALM.createUser(user);
    assertThat(users.canLogIn(user.phone(), user.password())).isTrue();

    overwrite(id, "phoneNumber", Unique.phone());

    assertThat(users.canLogIn(user.phone(), user.password())).isFalse();
    int before = REALM.inbox().countFor(user.phone());
    REALM
        .request()
        .queryParam("client_id", "demo-app")
        .contentType("application/json")
        .body(java.util.Map.of("purpose", "password-reset", "phone", user.phone()))
        .post("/phone-identity/verifications")
        .then()
        .statusCode(201);
    TestUser other = TestUser.random();
    REALM.createUser(other);
    REALM
        .request()
        .queryParam("client_id", "demo-app")
        .contentType("application/json")
        .body(java.util.Map.of("purpose", "password-reset", "phone", other.phone()))
        .post("/phone-identity/verifications")
        .then()
        .statusCode(201);
    REALM.inbox().awaitText(other.phone(), 1);
    assertThat(REALM.inbox().countFor(user.phone())).isEqualTo(before);
    REALM
        .admin()
        .queryParam("phone", user.phone())
        .get("/phone-identity/claims")
        .then()
        .statusCode(404);
    // The claim keeps others out until the user is settled again.
    assertThat(users.create(TestUser.random().withPhone(user.phone(), false)).statusCode())
        .isEqualTo(400);
  }

  @Test
  void formerNicknameLeadsToNobody() throws SQLException {
    TestUser user = TestUser.random();
    String id = REALM.createUser(user);
    assertThat(users.canLogIn(user.nickname(), user.password())).isTrue();

    overwrite(id, "nickname", Unique.letters(9));

    assertThat(users.canLogIn(user.nickname(), user.password())).isFalse();
  }

  private static void overwrite(String userId, String attribute, String value) throws SQLException {
    try (Connection database = REALM.server().database().connect();
        PreparedStatement update =
            database.prepareStatement(
                "update USER_ATTRIBUTE set VALUE = ? where USER_ID = ? and NAME = ?")) {
      update.setString(1, value);
      update.setString(2, userId);
      update.setString(3, attribute);
      assertThat(update.executeUpdate()).isEqualTo(1);
    }
  }
}
