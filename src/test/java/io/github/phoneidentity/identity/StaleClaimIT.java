package io.github.phoneidentity.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phoneidentity.testing.TestRealm;
import io.github.phoneidentity.testing.TestUser;
import io.github.phoneidentity.testing.Unique;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.UUID;
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

  /** As a node without this extension changes an attribute: the row goes, and another comes. */
  @Test
  void proofDoesNotPassToANumberThatCameInAnotherRow() throws SQLException {
    TestUser user = TestUser.random();
    String id = REALM.createUser(user);
    String another = Unique.phone();

    replace(id, "phoneNumber", another);

    Awaitility.await("sweep")
        .atMost(Duration.ofSeconds(90))
        .until(() -> users.attribute(id, "phoneNumberVerified") == null);
    assertThat(REALM.admin().post("/phone-identity/adopt").statusCode()).isEqualTo(202);
    realmIsAdopted();
    assertThat(users.attribute(id, "phoneNumber")).isEqualTo(another);
    assertThat(users.attribute(id, "phoneNumberVerified")).isNull();
    assertThat(users.ownerOf(another)).isEqualTo(id);
    assertThat(users.create(TestUser.random().withPhone(user.phone(), true)).statusCode())
        .isEqualTo(201);
  }

  private static void replace(String userId, String attribute, String value) throws SQLException {
    try (Connection database = REALM.server().database().connect();
        PreparedStatement delete =
            database.prepareStatement("delete from USER_ATTRIBUTE where USER_ID = ? and NAME = ?");
        PreparedStatement insert =
            database.prepareStatement(
                "insert into USER_ATTRIBUTE (ID, USER_ID, NAME, VALUE) values (?, ?, ?, ?)")) {
      delete.setString(1, userId);
      delete.setString(2, attribute);
      assertThat(delete.executeUpdate()).isEqualTo(1);
      insert.setString(1, UUID.randomUUID().toString());
      insert.setString(2, userId);
      insert.setString(3, attribute);
      insert.setString(4, value);
      assertThat(insert.executeUpdate()).isEqualTo(1);
    }
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
