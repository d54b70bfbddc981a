package io.github.phoneidentity.authentication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.phoneidentity.testing.AppLogin;
import io.github.phoneidentity.testing.Browser;
import io.github.phoneidentity.testing.Login;
import io.github.phoneidentity.testing.Page;
import io.github.phoneidentity.testing.Reset;
import io.github.phoneidentity.testing.RestApi;
import io.github.phoneidentity.testing.TestRealm;
import io.github.phoneidentity.testing.TestUser;
import io.github.phoneidentity.testing.Unique;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A login that has passed the password does not go on after the password was changed elsewhere. */
class StaleLoginIT {

  @AutoClose private static final TestRealm REALM = TestRealm.create();

  private static final String NEW_PASSWORD = "Owner-New-Pass-1";

  /** How its owner, or an administrator, changes a password. */
  enum Change {
    PAGE {
      @Override
      void make(TestUser user, String id) {
        int texts = REALM.inbox().countFor(user.phone());
        Reset.begin(REALM)
            .identify(user.username())
            .codeFrom(user.phone(), texts + 1)
            .password(NEW_PASSWORD)
            .done();
      }
    },
    REST {
      @Override
      void make(TestUser user, String id) {
        RestApi api = new RestApi(REALM);
        String proof = api.prove("password-reset", user.phone());
        api.changePassword(proof, NEW_PASSWORD).then().statusCode(204);
      }
    },
    ADMINISTRATOR {
      @Override
      void make(TestUser user, String id) {
        setPassword(id);
      }
    };

    abstract void make(TestUser user, String id);
  }

  private final TestUser user = TestUser.random();
  private final Browser browser = new Browser();

  @ParameterizedTest
  @EnumSource(Change.class)
  void loginThatWaitsAtUpdatePhoneIsRefused(Change change) {
    String id = REALM.createUser(user);
    String phone = Unique.phone();
    Login thief =
        Login.forAction(REALM, browser, "UPDATE_PHONE").password(user).type("phone", phone);
    String code = REALM.inbox().codeFor(phone);

    change.make(user, id);

    assertRefused(thief.code(code).page());
    assertThat(REALM.user(id).getString("attributes.phoneNumber[0]")).isEqualTo(user.phone());
    assertThat(thief.reload().isDone()).isFalse();
    assertThat(Login.begin(REALM, browser).password(user.username(), NEW_PASSWORD).isDone())
        .as("a new login in the same browser")
        .isTrue();
  }

  @Test
  void loginThatWaitsAtVerifyPhoneIsRefused() {
    TestUser unproven = user.withPhone(Unique.phone(), false);
    String id = REALM.createUser(unproven);
    Login thief = Login.begin(REALM, browser).password(unproven);
    String code = REALM.inbox().codeFor(unproven.phone());

    setPassword(id);

    assertRefused(thief.code(code).page());
    assertThat(REALM.user(id).getString("attributes.phoneNumberVerified[0]")).isNull();
  }

  @Test
  void loginThatWaitsAtTheConsentPageGetsNoTokens() {
    try (TestRealm realm = TestRealm.create(StaleLoginIT::askForConsent)) {
      String id = realm.createUser(user);
      AppLogin app = realm.login();
      Page consent =
          app.start(browser)
              .form()
              .type("username", user.username())
              .type("password", user.password())
              .submit();
      assertThat(consent.text()).contains("Grant Access");

      realm
          .admin()
          .body(Map.of("type", "password", "value", NEW_PASSWORD, "temporary", false))
          .put("/users/{id}/reset-password", id)
          .then()
          .statusCode(204);
      Page after = consent.form("form").submit("accept");

      assertThatThrownBy(() -> app.finish(after)).isInstanceOf(AssertionError.class);
      assertThat(realm.admin().get("/users/{id}/sessions", id).jsonPath().getList("$")).isEmpty();
      assertThat(AppLogin.isBackAtApp(realm.login().start(browser)))
          .as("a session of the stale login")
          .isFalse();
    }
  }

  private static void askForConsent(ObjectNode realm) {
    for (JsonNode client : realm.path("clients")) {
      if (client.path("clientId").asText().equals(AppLogin.CLIENT)) {
        ((ObjectNode) client).put("consentRequired", true);
      }
    }
  }

  @Test
  void loginThatWaitsAtConfigureSmsOtpIsRefused() {
    String id = REALM.createUser(user);
    Login thief = Login.forAction(REALM, browser, "CONFIGURE_SMS_OTP").password(user);

    setPassword(id);

    assertRefused(thief.type("phone", Unique.phone()).page());
  }

  @Test
  void loginThatWaitsAtTheSecondFactorIsRefused() {
    String id = REALM.createUser(user);
    Login.forAction(REALM, new Browser(), "CONFIGURE_SMS_OTP")
        .password(user)
        .type("phone", user.phone())
        .codeFrom(user.phone())
        .done();
    Login thief = Login.begin(REALM, browser).password(user);
    String code = REALM.inbox().awaitText(user.phone(), 2).code();

    setPassword(id);

    assertRefused(thief.code(code).page());
  }

  @Test
  void passwordThatAStaleLoginSetsIsRolledBack() {
    String id = REALM.createUser(user);
    require(id, "UPDATE_PASSWORD");
    Login thief = Login.begin(REALM, browser).password(user);

    setPassword(id);
    Page page =
        thief
            .page()
            .form()
            .type("password-new", "Thief-New-Pass-1")
            .type("password-confirm", "Thief-New-Pass-1")
            .submit();

    assertRefused(page);
    assertThat(Login.begin(REALM).password(user.username(), "Thief-New-Pass-1").page().text())
        .contains("Invalid login name or password");
    assertThat(Login.begin(REALM).password(user.username(), NEW_PASSWORD).isDone()).isTrue();
  }

  @Test
  void authenticatorThatAStaleLoginAddsIsRolledBack() {
    String id = REALM.createUser(user);
    Login thief = Login.forAction(REALM, browser, "CONFIGURE_TOTP").password(user);
    setPassword(id);

    Page page = thief.page();
    String secret = page.form("form:has([name=totpSecret])").value("totpSecret");
    page = page.form("form:has([name=totpSecret])").type("totp", Factors.totpCode(secret)).submit();

    assertRefused(page);
    assertThat(credentials(id)).containsExactly("password");
  }

  @Test
  void loginWhoseOwnSessionChangesThePasswordGoesOn() {
    String id = REALM.createUser(user);
    require(id, "UPDATE_PASSWORD");
    String phone = Unique.phone();
    Login login = Login.forAction(REALM, browser, "UPDATE_PHONE").password(user);

    login.goTo(
        login
            .page()
            .form()
            .type("password-new", NEW_PASSWORD)
            .type("password-confirm", NEW_PASSWORD)
            .submit());

    login.type("phone", phone).codeFrom(phone).done();
  }

  @ParameterizedTest
  @EnumSource(Change.class)
  void loginRightAfterAChangeIsNotRefused(Change change) {
    String id = REALM.createUser(user);

    change.make(user, id);

    String phone = Unique.phone();
    Login.forAction(REALM, browser, "UPDATE_PHONE")
        .password(user.username(), NEW_PASSWORD)
        .type("phone", phone)
        .codeFrom(phone)
        .done();
  }

  @Test
  void sessionThatWasLeftByAChangeStillLogsInToOtherApps() {
    String id = REALM.createUser(user);
    Login.begin(REALM, browser).password(user).done();

    setPassword(id);

    Login.begin(REALM, browser).done();
  }

  @Test
  void passwordThatIsOnlyHashedAnewIsNoChange() {
    try (TestRealm rehashing = TestRealm.create()) {
      rehashing.createUser(user);
      String phone = Unique.phone();
      Login waiting =
          Login.forAction(rehashing, browser, "UPDATE_PHONE").password(user).type("phone", phone);
      rehashing
          .admin()
          .body(Map.of("passwordPolicy", "hashIterations(7)"))
          .put()
          .then()
          .statusCode(204);
      Login.begin(rehashing).password(user).done();

      waiting.codeFrom(phone).done();
    }
  }

  private static void assertRefused(Page page) {
    assertThat(page.status()).as(page.text()).isEqualTo(400);
    assertThat(page.text()).contains("Your password was changed");
  }

  private static void setPassword(String id) {
    REALM
        .admin()
        .body(Map.of("type", "password", "value", NEW_PASSWORD, "temporary", false))
        .put("/users/{id}/reset-password", id)
        .then()
        .statusCode(204);
  }

  private static void require(String id, String action) {
    REALM
        .admin()
        .body(Map.of("requiredActions", List.of(action)))
        .put("/users/{id}", id)
        .then()
        .statusCode(204);
  }

  private static List<String> credentials(String id) {
    return REALM.admin().get("/users/{id}/credentials", id).jsonPath().getList("type");
  }
}
