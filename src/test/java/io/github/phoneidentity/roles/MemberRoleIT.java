package io.github.phoneidentity.roles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.github.phoneidentity.testing.Browser;
import io.github.phoneidentity.testing.Login;
import io.github.phoneidentity.testing.TestRealm;
import io.github.phoneidentity.testing.TestUser;
import io.restassured.http.Method;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a user of the demo realm may do without any role but the default {@code member}. */
class MemberRoleIT {

  @AutoClose private static final TestRealm REALM = TestRealm.create();
  private static final RealmUser MEMBER = RealmUser.member(REALM);
  private static final String OTHER = REALM.createUser(TestUser.random());

  @Test
  void isWhatEveryUserIs() {
    List<String> roles =
        REALM.admin().get("/users/{id}/role-mappings/realm/composite", MEMBER.id()).path("name");

    assertThat(roles).contains("member").doesNotContain("admin");
  }

  @Test
  void seesAndChangesItself() {
    MEMBER
        .account()
        .get("/")
        .then()
        .statusCode(200)
        .body("username", equalTo(MEMBER.user().username()));
    Map<String, Object> account = MEMBER.account().get("/").jsonPath().getMap("$");
    account.put("firstName", "Ji-woo");

    MEMBER.account().body(account).post("/").then().statusCode(204);

    assertThat(REALM.user(MEMBER.id()).getString("firstName")).isEqualTo("Ji-woo");
  }

  /** By the admin API a user is nobody, even for itself. */
  @ParameterizedTest
  @CsvSource({
    "GET, /users/{id}, ",
    "PUT, /users/{id}, '{\"firstName\":\"Other\"}'",
    "DELETE, /users/{id}, ",
    "PUT, /users/{id}/reset-password, '{\"type\":\"password\",\"value\":\"An-other-1\"}'",
    "GET, /users/{id}/role-mappings, ",
    "GET, /users/{id}/sessions, ",
    "POST, /users/{id}/impersonation, ",
    "POST, /users/{id}/logout, ",
  })
  void isRefusedForItselfAndForOthers(Method method, String path, String body) {
    for (String id : List.of(MEMBER.id(), OTHER)) {
      var request = MEMBER.admin();
      if (body != null) {
        request.body(body);
      }
      request.request(method, path, id).then().statusCode(403);
    }
    REALM.admin().get("/users/{id}", OTHER).then().statusCode(200);
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /users",
    "GET, /users/count",
    "POST, /users",
    "GET, /roles/admin/users",
    "GET, /phone-identity/claims?phone=01012345678",
    "DELETE, /phone-identity/claims?phone=01012345678",
    "GET, /phone-identity/limits?phone=01012345678",
    "DELETE, /phone-identity/limits?phone=01012345678",
    "GET, /phone-identity/adopt",
    "POST, /phone-identity/adopt",
    "GET, /groups",
    "GET, /clients",
    "PUT, ''",
    "DELETE, ''",
  })
  void listsNobodyAndAdministersNothing(Method method, String path) {
    MEMBER.admin().body("{}").request(method, path).then().statusCode(403);
  }

  @Test
  void takesNoRole() {
    for (String role : List.of("admin", "member")) {
      MEMBER
          .admin()
          .body(List.of(RealmUser.role(REALM, role)))
          .post("/users/{id}/role-mappings/realm", MEMBER.id())
          .then()
          .statusCode(403);
    }
  }

  @Test
  void deletesItsOwnAccount() {
    TestUser user = TestUser.random();
    String id = REALM.createUser(user);

    Login login = Login.forAction(REALM, new Browser(), "delete_account").password(user);
    login.goTo(login.page().form("form[action*=login-actions]").submit());

    REALM.admin().get("/users/{id}", id).then().statusCode(404);
  }
}
