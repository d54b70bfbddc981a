package io.github.phoneidentity.events;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phoneidentity.testing.Admin;
import io.github.phoneidentity.testing.Browser;
import io.github.phoneidentity.testing.Login;
import io.github.phoneidentity.testing.RestApi;
import io.github.phoneidentity.testing.TestRealm;
import io.github.phoneidentity.testing.TestUser;
import io.github.phoneidentity.testing.Unique;
import io.github.phoneidentity.testing.UserEvents;
import io.github.phoneidentity.testing.UserEvents.Row;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the outbox has of a user's life and end. */
class UserEventIT {

  @AutoClose private static final TestRealm REALM = TestRealm.create();

  private final UserEvents events = new UserEvents(REALM);
  private final TestUser user = TestUser.random();

  private void change(String id, Map<String, ?> changes) {
    Map<String, Object> body = new HashMap<>(REALM.user(id).getMap("$"));
    body.putAll(changes);
    REALM.admin().body(body).put("/users/{id}", id).then().statusCode(204);
  }

  private static String realmId() {
    return REALM.admin().get().then().statusCode(200).extract().path("id");
  }

  private static String adminId() {
    return new Admin(REALM.server())
        .request("master")
        .queryParam("username", "admin")
        .get("/users")
        .then()
        .statusCode(200)
        .extract()
        .path("[0].id");
  }

  private static List<?> roles(String... names) {
    return List.of(names).stream()
        .map(name -> REALM.admin().get("/roles/{name}", name).jsonPath().getMap("$"))
        .toList();
  }

  @Test
  void eachChangeIsAnEventOfItsOwnKind() {
    String id = REALM.createUser(user);
    change(id, Map.of("firstName", "Ji-woo", "lastName", "Lee"));
    change(id, Map.of());
    change(id, Map.of("enabled", false));
    change(id, Map.of("enabled", true, "firstName", "Ha-eun"));
    REALM
        .admin()
        .body(Map.of("type", "password", "value", "An-other-1-password"))
        .put("/users/{id}/reset-password", id)
        .then()
        .statusCode(204);
    REALM
        .admin()
        .body(roles("admin"))
        .post("/users/{id}/role-mappings/realm", id)
        .then()
        .statusCode(204);

    assertThat(events.types(id))
        .containsExactly(
            "registered",
            "updated",
            "disabled",
            "updated",
            "enabled",
            "password-changed",
            "updated");
    Row last = events.last(id);
    assertThat(last.data().get("roles")).extracting(role -> role.asText()).contains("admin");
    assertThat(last.routingKey()).isEqualTo(REALM.name() + ".user.updated");
    assertThat(last.payload().get("id").asText()).isEqualTo(last.id());
    assertThat(last.payload().get("source").asText()).isEqualTo("/realms/" + realmId());
  }

  @Test
  void rolesAreThoseOfATokenByGroupsAndCompositesToo() {
    String parent = group("/groups");
    String child = group("/groups/" + parent + "/children");
    REALM
        .admin()
        .body(roles("admin"))
        .post("/groups/{id}/role-mappings/realm", parent)
        .then()
        .statusCode(204);
    String id = REALM.createUser(user);

    REALM.admin().put("/users/{id}/groups/{group}", id, child).then().statusCode(204);

    List<String> effective =
        REALM
            .admin()
            .get("/users/{id}/role-mappings/realm/composite", id)
            .jsonPath()
            .getList("name");
    Row updated = events.last(id);
    assertThat(updated.type()).isEqualTo("updated");
    assertThat(updated.data().get("roles"))
        .extracting(role -> role.asText())
        .contains("admin", "member")
        .containsExactlyInAnyOrderElementsOf(effective);
  }

  private static String group(String path) {
    String location =
        REALM
            .admin()
            .body(Map.of("name", "g" + Unique.letters(6)))
            .post(path)
            .then()
            .statusCode(201)
            .extract()
            .header("Location");
    return location.substring(location.lastIndexOf('/') + 1);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void deletionHasTheLastDataWhetherTheUserIsCachedOrNot(boolean cached) {
    String id = REALM.createUser(user);
    if (cached) {
      REALM.passwordGrant(user.username(), user.password()).then().statusCode(200);
    } else {
      REALM.admin().post("/clear-user-cache").then().statusCode(204);
    }

    REALM.admin().delete("/users/{id}", id).then().statusCode(204);

    Row deleted = events.last(id);
    assertThat(events.types(id)).containsExactly("registered", "deleted");
    assertLastData(deleted, id);
    assertDeletedByAdmin(deleted);
  }

  private static void assertDeletedByAdmin(Row deleted) {
    assertThat(deleted.data().get("deletedBy").get("kind").asText()).isEqualTo("administrator");
    assertThat(deleted.data().get("deletedBy").get("userId").asText()).isEqualTo(adminId());
  }

  private void assertLastData(Row deleted, String id) {
    assertThat(deleted.data().get("id").asText()).isEqualTo(id);
    assertThat(deleted.data().get("username").asText()).isEqualTo(user.username());
    assertThat(deleted.data().get("email").asText()).isEqualTo(user.email());
    assertThat(deleted.data().get("phoneNumber").asText()).isEqualTo(user.phone());
    assertThat(deleted.data().get("nickname").asText()).isEqualTo(user.nickname());
    assertThat(deleted.data().get("roles")).extracting(role -> role.asText()).contains("member");
  }

  @Test
  void userWhoDeletesTheAccountIsNamedAsSelf() {
    String id = REALM.createUser(user);

    Login login = Login.forAction(REALM, new Browser(), "delete_account").password(user);
    login.goTo(login.page().form().submit());

    assertThat(events.types(id)).containsExactly("registered", "deleted");
    assertLastData(events.last(id), id);
    assertThat(events.last(id).data().get("deletedBy"))
        .hasToString("{\"kind\":\"self\",\"userId\":\"" + id + "\"}");
  }

  @Test
  void partialImportThatOverwritesDeletesOneAndRegistersAnother() {
    String former = REALM.createUser(user);

    REALM
        .admin()
        .body(Map.of("ifResourceExists", "OVERWRITE", "users", List.of(user.representation())))
        .post("/partialImport")
        .then()
        .statusCode(200);

    String id = REALM.userNamed(user.username()).getString("id");
    assertThat(events.types(former)).containsExactly("registered", "deleted");
    assertLastData(events.last(former), former);
    assertDeletedByAdmin(events.last(former));
    assertThat(events.types(id)).containsExactly("registered");
  }

  /** As an export of this realm has it. */
  @Test
  void partialImportThatKeepsTheIdDeletesAndRegistersTheSameUser() {
    String id = REALM.createUser(user);
    Map<String, Object> replacement = new HashMap<>(user.representation());
    replacement.put("id", id);

    REALM
        .admin()
        .body(Map.of("ifResourceExists", "OVERWRITE", "users", List.of(replacement)))
        .post("/partialImport")
        .then()
        .statusCode(200);

    assertThat(REALM.userNamed(user.username()).getString("id")).isEqualTo(id);
    assertThat(events.types(id)).containsExactly("registered", "deleted", "registered");
  }

  @Test
  void workflowDeletesAsTheSystem() {
    try (TestRealm realm = TestRealm.create()) {
      UserEvents visits = new UserEvents(realm);
      realm
          .admin()
          .body(
              Map.of(
                  "name",
                  "short visit",
                  "on",
                  "user-created",
                  "steps",
                  List.of(Map.of("uses", "delete-user"))))
          .post("/workflows")
          .then()
          .statusCode(201);

      String id = realm.createUser(user);

      Awaitility.await("workflow").until(() -> visits.types(id).contains("deleted"));
      assertLastData(visits.last(id), id);
      assertThat(visits.last(id).data().get("deletedBy")).hasToString("{\"kind\":\"system\"}");
    }
  }

  @Test
  void userWhoseRegistrationFailsHasNoEvent() {
    REALM.createUser(user);
    TestUser late = TestUser.random().withPhone(user.phone(), true);
    String id = UUID.randomUUID().toString();
    Map<String, Object> body = new HashMap<>(late.representation());
    body.put("id", id);

    REALM
        .admin()
        .body(Map.of("ifResourceExists", "FAIL", "users", List.of(body)))
        .post("/partialImport")
        .then()
        .statusCode(409);

    assertThat(events.of(id)).isEmpty();
  }

  @Test
  void changeOfAPasswordBySmsIsOneEvent() {
    String id = REALM.createUser(user);
    RestApi rest = RestApi.fromEverywhere(REALM);
    String proof = rest.prove("password-reset", user.phone());

    rest.changePassword(proof, "An-other-1-password").then().statusCode(204);

    assertThat(events.types(id)).containsExactly("registered", "password-changed");
    assertThat(events.last(id).payload().toString()).doesNotContain("An-other-1");
  }

  @Test
  void anotherHashOfTheSamePasswordIsNoEvent() {
    try (TestRealm realm = TestRealm.create()) {
      String id = realm.createUser(user);
      String policy = realm.admin().get().path("passwordPolicy");
      String more = policy == null ? "hashIterations(6)" : policy + " and hashIterations(6)";
      realm.admin().body(Map.of("passwordPolicy", more)).put().then().statusCode(204);

      realm.passwordGrant(user.username(), user.password()).then().statusCode(200);

      assertThat(new UserEvents(realm).types(id)).containsExactly("registered");
    }
  }
}
