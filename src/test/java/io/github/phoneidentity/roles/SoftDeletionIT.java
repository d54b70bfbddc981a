package io.github.phoneidentity.roles;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phoneidentity.testing.TestRealm;
import io.github.phoneidentity.testing.TestUser;
import io.github.phoneidentity.testing.UserEvents;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The recipe of {@code docs/roles.md}: a realm role, and a workflow that follows it. */
class SoftDeletionIT {

  private static final String LEAVING = "leaving";

  @AutoClose private static final TestRealm AT_ONCE = TestRealm.create();
  @AutoClose private static final TestRealm IN_THIRTY_DAYS = TestRealm.create();

  private final TestUser user = TestUser.random();

  @BeforeAll
  static void followTheRecipe() {
    prepare(AT_ONCE, "1s");
    prepare(IN_THIRTY_DAYS, "30d");
  }

  private static void prepare(TestRealm realm, String grace) {
    realm.admin().body(Map.of("name", LEAVING)).post("/roles").then().statusCode(201);
    realm
        .admin()
        .body(
            Map.of(
                "name", "soft deletion",
                "on", "user-role-granted(leaving)",
                "if", "has-role(leaving)",
                "concurrency", Map.of("cancel-in-progress", "user-role-revoked(leaving)"),
                "steps",
                    List.of(
                        Map.of("uses", "disable-user"),
                        Map.of("uses", "delete-user", "after", grace))))
        .post("/workflows")
        .then()
        .log()
        .ifValidationFails()
        .statusCode(201);
  }

  @Test
  void userWhoLeavesIsDisabledAndKeepsNumberAndName() {
    RealmUser admin = RealmUser.administrator(IN_THIRTY_DAYS);
    String id = IN_THIRTY_DAYS.createUser(user);

    leave(IN_THIRTY_DAYS, admin, id);

    awaitEnabled(IN_THIRTY_DAYS, id, false);
    assertThat(IN_THIRTY_DAYS.passwordGrant(user.username(), user.password()).statusCode())
        .isNotEqualTo(200);
    TestUser newcomer = TestUser.random().withPhone(user.phone(), false);
    IN_THIRTY_DAYS.admin().body(newcomer.representation()).post("/users").then().statusCode(400);
    Awaitility.await("deletion is scheduled").until(() -> scheduled(id) == 1);
  }

  @Test
  void userWhoStaysIsNotDeletedAndLogsInAgain() {
    RealmUser admin = RealmUser.administrator(IN_THIRTY_DAYS);
    String id = IN_THIRTY_DAYS.createUser(user);
    leave(IN_THIRTY_DAYS, admin, id);
    awaitEnabled(IN_THIRTY_DAYS, id, false);
    Awaitility.await("deletion is scheduled").until(() -> scheduled(id) == 1);

    admin
        .admin()
        .body(List.of(RealmUser.role(IN_THIRTY_DAYS, LEAVING)))
        .delete("/users/{id}/role-mappings/realm", id)
        .then()
        .statusCode(204);
    Map<String, Object> whole = admin.admin().get("/users/{id}", id).jsonPath().getMap("$");
    whole.put("enabled", true);
    admin.admin().body(whole).put("/users/{id}", id).then().statusCode(204);

    Awaitility.await("deletion is cancelled").until(() -> scheduled(id) == 0);
    assertThat(IN_THIRTY_DAYS.passwordGrant(user.username(), user.password()).statusCode())
        .isEqualTo(200);
    assertThat(IN_THIRTY_DAYS.user(id).getString("attributes.phoneNumber[0]"))
        .isEqualTo(user.phone());
    assertThat(new UserEvents(IN_THIRTY_DAYS).types(id))
        .containsExactly("registered", "updated", "disabled", "updated", "enabled");
  }

  @Test
  void userIsDeletedWhenTheGracePeriodIsOver() {
    RealmUser admin = RealmUser.administrator(AT_ONCE);
    String id = AT_ONCE.createUser(user);

    leave(AT_ONCE, admin, id);

    Awaitility.await("deletion")
        .atMost(Duration.ofSeconds(60))
        .until(() -> AT_ONCE.admin().get("/users/{id}", id).statusCode() == 404);
    assertThat(new UserEvents(AT_ONCE).types(id))
        .containsExactly("registered", "updated", "disabled", "deleted");
    assertThat(AT_ONCE.createUser(TestUser.random().withPhone(user.phone(), true))).isNotBlank();
  }

  private static void leave(TestRealm realm, RealmUser admin, String id) {
    admin
        .admin()
        .body(List.of(RealmUser.role(realm, LEAVING)))
        .post("/users/{id}/role-mappings/realm", id)
        .then()
        .statusCode(204);
  }

  private static void awaitEnabled(TestRealm realm, String id, boolean enabled) {
    Awaitility.await("enabled " + enabled)
        .until(() -> realm.user(id).getBoolean("enabled") == enabled);
  }

  private static int scheduled(String id) {
    return IN_THIRTY_DAYS
        .admin()
        .get("/workflows/scheduled/{id}", id)
        .then()
        .statusCode(200)
        .extract()
        .jsonPath()
        .getList("$")
        .size();
  }
}
