package io.github.phoneidentity.authentication;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.phoneidentity.testing.Browser;
import io.github.phoneidentity.testing.Login;
import io.github.phoneidentity.testing.TestRealm;
import io.github.phoneidentity.testing.TestUser;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Where the second factor by SMS is required, nobody is let through without it. */
class SmsOtpRequiredIT {

  @AutoClose private static final TestRealm REALM = TestRealm.create(SmsOtpRequiredIT::require);

  /** Everybody needs the second factor, and it must be a text message. */
  private static void require(ObjectNode realm) {
    for (var flow : realm.get("authenticationFlows")) {
      boolean forms = flow.path("alias").asText().equals("phone identity browser - forms");
      for (var step : flow.get("authenticationExecutions")) {
        ObjectNode execution = (ObjectNode) step;
        if (forms && execution.path("authenticatorFlow").asBoolean()) {
          execution.put("authenticatorFlow", false).put("requirement", "REQUIRED");
          execution.put("authenticator", "sms-otp-form").remove("flowAlias");
        }
      }
    }
  }

  @Test
  void whereTheFactorIsRequiredAUserWithoutOneEnrolsBeforeTheLogin() {
    TestUser user = TestUser.random();
    String id = REALM.createUser(user);

    Login login = Login.begin(REALM).password(user);
    assertThat(login.page().isRedirect()).isFalse();
    assertThat(login.page().form().value("phone")).isEqualTo(user.phone());
    assertThat(login.page().has("#phone-identity-cancel")).isFalse();
    login.type("phone", user.phone()).codeFrom(user.phone()).done();

    assertThat(Factors.smsOf(REALM, id)).hasSize(1);
  }

  @Test
  void whereEnrolmentIsOffAUserWithoutTheFactorIsNotLetThrough() {
    TestUser user = TestUser.random();
    REALM.createUser(user);
    setAction(REALM, "CONFIGURE_SMS_OTP", false);
    try {
      Login login = Login.begin(REALM).password(user);

      assertThat(login.page().isRedirect()).isFalse();
      assertThat(login.page().status()).isBetween(400, 499);
    } finally {
      setAction(REALM, "CONFIGURE_SMS_OTP", true);
    }
  }

  @Test
  void enrolmentIsNotSkippedByAskingTheAppAgain() {
    TestUser user = TestUser.random();
    String id = REALM.createUser(user);
    Browser browser = new Browser();
    Login.begin(REALM, browser).password(user);

    Login again = Login.begin(REALM, browser);
    if (again.page().has("#password")) {
      again.password(user);
    }

    assertThat(again.isDone()).isFalse();
    assertThat(Factors.smsOf(REALM, id)).isEmpty();
  }

  @Test
  void afterALoginBySmsAnotherTextIsNoSecondFactor() {
    try (TestRealm realm =
        TestRealm.create(
            it -> {
              Flows.loginBySms(it);
              require(it);
            })) {
      TestUser user = TestUser.random();
      Factors.createUserWithSms(realm, user);

      Login login = Login.begin(realm).type("username", user.username()).codeFrom(user.phone());

      assertThat(login.isDone()).isFalse();
      assertThat(login.page().status()).isBetween(400, 499);
      assertThat(realm.inbox().countFor(user.phone())).isOne();
    }
  }

  /** Switches a required action of a realm on or off. */
  static void setAction(TestRealm realm, String alias, boolean enabled) {
    Map<String, Object> action =
        realm.admin().get("/authentication/required-actions/{alias}", alias).as(Map.class);
    action.put("enabled", enabled);
    realm
        .admin()
        .body(action)
        .put("/authentication/required-actions/{alias}", alias)
        .then()
        .statusCode(204);
  }
}
