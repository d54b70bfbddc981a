package io.github.phoneidentity.roles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;

import io.github.phoneidentity.testing.Chromium;
import io.github.phoneidentity.testing.TestRealm;
import io.github.phoneidentity.testing.TestUser;
import io.github.phoneidentity.testing.Unique;
import io.restassured.http.Method;
import io.restassured.specification.RequestSpecification;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the realm role {@code admin} of the demo realm may do to users, and nothing else. */
class AdminRoleIT {

  @AutoClose private static final TestRealm REALM = TestRealm.create();
  private static final RealmUser ADMIN = RealmUser.administrator(REALM);

  private final TestUser user = TestUser.random();

  @Test
  void listsUsersPageByPage() {
    REALM.createUser(user);
    REALM.createUser(TestUser.random());
    int count = ADMIN.admin().get("/users/count").then().statusCode(200).extract().as(int.class);

    List<String> first = page(0, count - 1);
    List<String> second = page(count - 1, count);

    assertThat(first).hasSize(count - 1).isSorted().doesNotContainAnyElementsOf(second);
    assertThat(second).hasSize(1);
    assertThat(page(count, 1)).isEmpty();
  }

  private static List<String> page(int first, int max) {
    return ADMIN
        .admin()
        .queryParams("first", first, "max", max)
        .get("/users")
        .then()
        .statusCode(200)
        .extract()
        .path("username");
  }

  @Test
  void findsUsersByNameAndEmail() {
    String id = REALM.createUser(user);

    assertThat(find("username", user.username(), "exact", "true")).containsExactly(id);
    assertThat(find("email", user.email(), "exact", "true")).containsExactly(id);
    assertThat(find("search", user.username().substring(0, 10))).contains(id);
    assertThat(find("q", "nickname:" + user.nickname())).containsExactly(id);
  }

  @Test
  void findsUsersByWhetherTheyAreEnabled() {
    String id = REALM.createUser(user);
    assertThat(find("enabled", "true", "max", "1000")).contains(id);

    change(id, Map.of("enabled", false));

    assertThat(find("enabled", "false", "max", "1000")).contains(id);
    assertThat(find("enabled", "true", "max", "1000")).doesNotContain(id);
  }

  @Test
  void findsUsersByRolePageByPage() {
    List<String> found =
        ADMIN
            .admin()
            .queryParams("first", 0, "max", 10)
            .get("/roles/admin/users")
            .then()
            .statusCode(200)
            .extract()
            .path("id");

    assertThat(found).contains(ADMIN.id());
    ADMIN
        .admin()
        .queryParams("first", 100, "max", 10)
        .get("/roles/admin/users")
        .then()
        .statusCode(200)
        .body("size()", is(0));
  }

  @Test
  void findsAUserByPhoneInAnySpelling() {
    String id = REALM.createUser(user);
    for (String typed :
        List.of(user.phone(), Unique.national(user.phone()), user.phone().replace("+82", "0082"))) {
      ADMIN
          .admin()
          .queryParam("phone", typed)
          .get("/phone-identity/claims")
          .then()
          .statusCode(200)
          .body("userId", equalTo(id), "verified", is(true));
    }
  }

  @Test
  void changesOthersAndItself() {
    String id = REALM.createUser(user);
    for (String changed : List.of(id, ADMIN.id())) {
      change(changed, Map.of("firstName", "Seo-yeon"));
      assertThat(REALM.user(changed).getString("firstName")).isEqualTo("Seo-yeon");
    }
    ADMIN
        .admin()
        .body(Map.of("type", "password", "value", "An-other-1-password", "temporary", false))
        .put("/users/{id}/reset-password", id)
        .then()
        .statusCode(204);
    assertThat(REALM.passwordGrant(user.username(), "An-other-1-password").statusCode())
        .isEqualTo(200);
    String phone = Unique.phone();
    change(
        id,
        Map.of(
            "attributes",
            Map.of("phoneNumber", List.of(phone), "nickname", List.of("n" + Unique.letters(8)))));
    assertThat(REALM.user(id).getString("attributes.phoneNumber[0]")).isEqualTo(phone);
  }

  @Test
  void disablesAndEnablesUsers() {
    String id = REALM.createUser(user);

    change(id, Map.of("enabled", false));
    assertThat(REALM.passwordGrant(user.username(), user.password()).statusCode())
        .isNotEqualTo(200);
    change(id, Map.of("enabled", true));

    assertThat(REALM.passwordGrant(user.username(), user.password()).statusCode()).isEqualTo(200);
  }

  @Test
  void createsAndDeletesUsers() {
    ADMIN.admin().body(user.representation()).post("/users").then().statusCode(201);
    String id = REALM.userNamed(user.username()).getString("id");

    ADMIN.admin().delete("/users/{id}", id).then().statusCode(204);

    REALM.admin().get("/users/{id}", id).then().statusCode(404);
  }

  @Test
  void deletesItself() {
    RealmUser other = RealmUser.administrator(REALM);

    other.admin().delete("/users/{id}", other.id()).then().statusCode(204);

    REALM.admin().get("/users/{id}", other.id()).then().statusCode(404);
  }

  @Test
  void makesOthersAdministratorsAndMembersAgain() {
    String id = REALM.createUser(user);
    List<Object> admin = List.of(RealmUser.role(REALM, "admin"));

    ADMIN.admin().body(admin).post("/users/{id}/role-mappings/realm", id).then().statusCode(204);
    ADMIN.admin().body(admin).delete("/users/{id}/role-mappings/realm", id).then().statusCode(204);
  }

  /** Finds, disables and deletes a user in the administration console of the realm. */
  @Test
  void worksInTheConsoleOfTheRealm() {
    String id = REALM.createUser(user);
    URI console = REALM.server().baseUrl().resolve("/admin/" + REALM.name() + "/console/");
    try (Chromium browser = Chromium.start()) {
      browser.open(URI.create(console + "#/" + REALM.name() + "/users"));
      browser.type("#username", ADMIN.user().username());
      browser.type("#password", ADMIN.user().password());
      browser.pressEnter();

      browser.await("[data-testid=table-search-input] input");
      browser.type("[data-testid=table-search-input] input", user.username());
      browser.pressEnter();
      browser.awaitText("table", user.email());

      browser.click("table a[href*=\"" + id + "\"]");
      String enabled = "[data-testid=\"" + user.username() + "-switch\"]";
      browser.click("label:has(" + enabled + ":checked)");
      browser.click("[data-testid=confirm]");
      browser.await(enabled + ":not(:checked)");
      assertThat(REALM.user(id).getBoolean("enabled")).isFalse();

      String delete = "[role=menu] li:last-child [role=menuitem]";
      browser.click("[data-testid=action-dropdown]");
      browser.awaitText(delete, "Delete");
      browser.click(delete);
      browser.click("[data-testid=confirm]");
      browser.await("[data-testid=table-search-input] input");
      REALM.admin().get("/users/{id}", id).then().statusCode(404);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "PUT, '', '{\"registrationAllowed\":false}'",
    "DELETE, '', ",
    "GET, /clients, ",
    "POST, /clients, '{\"clientId\":\"mine\"}'",
    "POST, /client-scopes, '{\"name\":\"mine\"}'",
    "POST, /roles, '{\"name\":\"mine\"}'",
    "PUT, /roles/member, '{\"name\":\"member\",\"description\":\"changed\"}'",
    "POST, /components,"
        + " '{\"name\":\"ldap\",\"providerId\":\"ldap\",\"providerType\":\"org.keycloak.storage.UserStorageProvider\"}'",
    "POST, /identity-provider/instances, '{\"alias\":\"mine\",\"providerId\":\"oidc\"}'",
    "POST, /authentication/flows,"
        + " '{\"alias\":\"mine\",\"providerId\":\"basic-flow\",\"topLevel\":true}'",
    "PUT, /authentication/required-actions/VERIFY_PHONE,"
        + " '{\"alias\":\"VERIFY_PHONE\",\"enabled\":false}'",
    "PUT, /authentication/required-actions/VERIFY_PHONE/config,"
        + " '{\"config\":{\"max-attempts\":\"10\"}}'",
    "PUT, /users/profile, '{\"attributes\":[]}'",
    "POST, /partialImport, '{\"users\":[]}'",
    "POST, /workflows, '{\"name\":\"mine\",\"steps\":[{\"uses\":\"disable-user\"}]}'",
    "GET, /events, ",
    "DELETE, /events, ",
    "PUT, /events/config, '{\"eventsEnabled\":false}'",
  })
  void changesNothingButUsers(Method method, String path, String body) {
    var request = ADMIN.admin();
    if (body != null) {
      request.body(body);
    }
    request.request(method, path).then().log().ifValidationFails().statusCode(403);
  }

  @Test
  void takesNobodysPlace() {
    String id = REALM.createUser(user);

    ADMIN.admin().post("/users/{id}/impersonation", id).then().statusCode(403);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "realm-admin",
        "manage-realm",
        "manage-clients",
        "manage-events",
        "manage-identity-providers",
        "manage-authorization",
        "create-client",
        "view-clients",
        "view-events",
        "view-identity-providers",
        "impersonation"
      })
  void makesNobodyMoreThanItselfIs(String role) {
    String client = realmManagement();
    Map<String, Object> wanted = managementRole(role);
    String group = group(REALM.admin());

    for (String mapping : List.of("/users/" + ADMIN.id(), "/groups/" + group)) {
      ADMIN
          .admin()
          .body(List.of(wanted))
          .post(mapping + "/role-mappings/clients/" + client)
          .then()
          .statusCode(403);
    }
    ADMIN.admin().body(List.of(wanted)).post("/roles/member/composites").then().statusCode(403);
  }

  /** Keycloak looks at the role's own name, not at the roles that it contains. */
  @Test
  void givesEveryRealmRoleWhateverItContains() {
    String boss = Unique.letters(8);
    REALM.admin().body(Map.of("name", boss)).post("/roles").then().statusCode(201);
    REALM
        .admin()
        .body(List.of(managementRole("realm-admin")))
        .post("/roles/{boss}/composites", boss)
        .then()
        .statusCode(204);
    List<Object> wanted = List.of(RealmUser.role(REALM, boss));
    String id = REALM.createUser(user);
    String member = REALM.createUser(TestUser.random());
    String group = group(ADMIN.admin());

    ADMIN.admin().body(wanted).post("/users/{id}/role-mappings/realm", id).then().statusCode(204);
    ADMIN
        .admin()
        .body(wanted)
        .post("/groups/{id}/role-mappings/realm", group)
        .then()
        .statusCode(204);
    ADMIN.admin().put("/users/{id}/groups/{group}", member, group).then().statusCode(204);

    assertThat(managementRolesOf(id)).contains("realm-admin");
    assertThat(managementRolesOf(member)).contains("realm-admin");
  }

  @Test
  void putsUsersIntoEveryGroupWhateverRolesItHas() {
    String group = group(REALM.admin());
    REALM
        .admin()
        .body(List.of(managementRole("realm-admin")))
        .post("/groups/{group}/role-mappings/clients/{client}", group, realmManagement())
        .then()
        .statusCode(204);
    String id = REALM.createUser(user);

    ADMIN.admin().put("/users/{id}/groups/{group}", id, group).then().statusCode(204);

    assertThat(managementRolesOf(id)).contains("realm-admin");
  }

  /** Roles in the representation of a new user grant nothing. */
  @Test
  void newUserHasNoRolesButTheDefault() {
    Map<String, Object> wanted = new HashMap<>(user.representation());
    wanted.put("realmRoles", List.of("admin"));
    wanted.put("clientRoles", Map.of("realm-management", List.of("realm-admin")));

    ADMIN.admin().body(wanted).post("/users").then().statusCode(201);

    String id = REALM.userNamed(user.username()).getString("id");
    List<String> effective =
        REALM.admin().get("/users/{id}/role-mappings/realm/composite", id).path("name");
    assertThat(effective).contains("member").doesNotContain("admin");
    assertThat(managementRolesOf(id)).isEmpty();
  }

  private static Map<String, Object> managementRole(String role) {
    return REALM
        .admin()
        .get("/clients/{client}/roles/{role}", realmManagement(), role)
        .jsonPath()
        .getMap("$");
  }

  private static List<String> managementRolesOf(String id) {
    return REALM
        .admin()
        .get("/users/{id}/role-mappings/clients/{client}/composite", id, realmManagement())
        .then()
        .statusCode(200)
        .extract()
        .path("name");
  }

  private static String realmManagement() {
    return REALM
        .admin()
        .queryParam("clientId", "realm-management")
        .get("/clients")
        .then()
        .extract()
        .path("[0].id");
  }

  private static String group(RequestSpecification by) {
    String location =
        by.body(Map.of("name", Unique.letters(8)))
            .post("/groups")
            .then()
            .statusCode(201)
            .extract()
            .header("Location");
    return location.substring(location.lastIndexOf('/') + 1);
  }

  private static List<String> find(String... parameters) {
    var request = ADMIN.admin();
    for (int i = 0; i < parameters.length; i += 2) {
      request.queryParam(parameters[i], parameters[i + 1]);
    }
    return request.get("/users").then().statusCode(200).extract().path("id");
  }

  private static void change(String id, Map<String, ?> changes) {
    Map<String, Object> whole = ADMIN.admin().get("/users/{id}", id).jsonPath().getMap("$");
    whole.putAll(changes);
    ADMIN.admin().body(whole).put("/users/{id}", id).then().statusCode(204);
  }
}
