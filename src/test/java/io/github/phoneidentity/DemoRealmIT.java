package io.github.phoneidentity;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phoneidentity.testing.Admin;
import io.github.phoneidentity.testing.Browser;
import io.github.phoneidentity.testing.KeycloakServer;
import io.github.phoneidentity.testing.Login;
import io.github.phoneidentity.testing.Page;
import io.github.phoneidentity.testing.RealmExport;
import io.github.phoneidentity.testing.SignUp;
import io.github.phoneidentity.testing.TestRealm;
import io.github.phoneidentity.testing.TestUser;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The very {@code realm-export.json}, created by the admin REST API as a console or kcadm does. */
class DemoRealmIT {

  private static final String POLICY = "/authentication/required-actions/VERIFY_PHONE/config";

  @AutoClose
  private static final TestRealm REALM = TestRealm.imported(KeycloakServer.shared(), "demo");

  @BeforeAll
  static void importTheFile() {
    new Admin(KeycloakServer.shared())
        .request()
        .body(RealmExport.text())
        .post("/admin/realms")
        .then()
        .statusCode(201);
  }

  @Test
  void administratorHasNoPasswordUntilOneIsSet() {
    String id = REALM.userNamed("admin").getString("id");
    assertThat(credentials(id)).isEmpty();
    assertThat(
            REALM
                .passwordGrant("admin", "${DEMO_ADMIN_PASSWORD}")
                .<String>path("error_description"))
        .isEqualTo("Invalid user credentials");

    REALM
        .admin()
        .body(Map.of("type", "password", "value", "Admin-1234", "temporary", true))
        .put("/users/{id}/reset-password", id)
        .then()
        .statusCode(204);

    Page page = Login.begin(REALM).password("admin@example.com", "Admin-1234").page();
    assertThat(page.has("input[name=password-new]")).isTrue();
  }

  @Test
  void policyIsEmptyAndCanBeSaved() {
    assertThat(REALM.policy()).isEmpty();

    REALM.setPolicy(Map.of("code-length", "7"));

    clearPolicy();
    assertThat(REALM.policy().values()).allMatch(value -> value == null || value.isEmpty());
  }

  /** In production the gateway that is preset refuses, and the page says so. */
  @Test
  void signUpGoesToThePresetGateway() {
    TestUser user = TestUser.random();

    SignUp signUp = SignUp.begin(REALM).phone(user.phone());

    assertThat(signUp.tellsFailure()).isTrue();
    assertThat(REALM.inbox().countFor(user.phone())).isZero();
  }

  @Test
  void signUpAsksForOneName() {
    TestUser user = TestUser.random();
    REALM.setPolicy(Map.of("gateways", "http"));
    try {
      SignUp english = SignUp.begin(REALM).prove(user.phone());
      assertThat(english.page().text()).contains("Name").doesNotContain("First name");
      assertThat(english.page().has("[name=firstName]")).isTrue();
      assertThat(english.page().has("[name=lastName]")).isFalse();
      assertThat(english.page().text()).doesNotContain("Last name");

      Page done = english.page().form().fill(user).without("lastName").submit();

      assertThat(done.callback()).containsKey("code");
      assertThat(REALM.userNamed(user.username()).getString("firstName"))
          .isEqualTo(user.firstName());
      Page korean = SignUp.begin(REALM, new Browser("ko")).prove(TestUser.random().phone()).page();
      assertThat(korean.text()).contains("이름");
    } finally {
      clearPolicy();
    }
  }

  @Test
  void proofIsShownToAdministratorsAlone() {
    TestUser user = TestUser.random();
    String id = REALM.createUser(user);
    String token = REALM.passwordGrant(user.username(), user.password()).path("access_token");

    Map<String, List<String>> shown =
        REALM
            .request()
            .auth()
            .oauth2(token)
            .accept("application/json")
            .get("/account")
            .then()
            .statusCode(200)
            .extract()
            .path("attributes");

    assertThat(shown)
        .containsEntry("phoneNumber", List.of(user.phone()))
        .doesNotContainKeys("phoneNumberVerified", "phoneNumberVerifiedAt");
    assertThat(REALM.user(id).getString("attributes.phoneNumberVerified[0]")).isEqualTo("true");
  }

  private static void clearPolicy() {
    REALM.admin().body(Map.of("config", Map.of())).put(POLICY).then().statusCode(204);
  }

  private static List<Object> credentials(String id) {
    return REALM.admin().get("/users/{id}/credentials", id).then().extract().jsonPath().getList("");
  }
}
