package io.github.phoneidentity.authentication;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.phoneidentity.testing.AppLogin;
import io.github.phoneidentity.testing.Browser;
import io.github.phoneidentity.testing.Login;
import io.github.phoneidentity.testing.Page;
import io.github.phoneidentity.testing.Reset;
import io.github.phoneidentity.testing.Rows;
import io.github.phoneidentity.testing.TestRealm;
import io.github.phoneidentity.testing.TestUser;
import io.github.phoneidentity.testing.Tokens;
import io.github.phoneidentity.testing.Unique;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.hamcrest.Matchers;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Nobody passes the second factor without its number. */
class SmsOtpAttackIT {

  @AutoClose private static final TestRealm REALM = TestRealm.create();

  /** A login is fresh for the second in which it was done. */
  @AutoClose private static final TestRealm FRESH = TestRealm.create(SmsOtpAttackIT::mustBeFresh);

  private static void mustBeFresh(ObjectNode realm) {
    for (var action : realm.get("requiredActions")) {
      if (List.of("delete_credential", "CONFIGURE_SMS_OTP")
          .contains(action.path("alias").asText())) {
        ((ObjectNode) action).putObject("config").put("max_auth_age", "0");
      }
    }
  }

  @Test
  void wrongCodesLockTheLoginAsWrongPasswordsDo() {
    TestUser user = TestUser.random();
    String id = Factors.createUserWithSms(REALM, user);
    Login login = Login.begin(REALM).password(user);
    String code = REALM.inbox().codeFor(user.phone());
    String wrong = other(code);

    login.type("code", wrong);
    Awaitility.await().until(() -> REALM.failedLogins(id) == 1);
    login.type("code", wrong);
    Awaitility.await().until(() -> REALM.failedLogins(id) == 2);
    login.type("code", code);

    // Two failures within a second are a quick login failure, which Keycloak locks for a minute.
    assertThat(login.page().isRedirect()).isFalse();
    assertThat(login.page().errorAt("code")).contains("Invalid authenticator code.");
    assertThat(REALM.events("LOGIN_ERROR"))
        .anyMatch(event -> "user_temporarily_disabled".equals(event.get("error")));
  }

  @Test
  void codeForOneNumberIsNothingForAnother() {
    TestUser user = TestUser.random();
    String second = Unique.phone();
    Factors.createUser(
        REALM, user, List.of(Factors.sms(user.phone(), true), Factors.sms(second, false)));
    Login login = Login.begin(REALM).password(user);
    String code = REALM.inbox().codeFor(user.phone());

    login.press("selectedCredentialId");
    REALM.inbox().awaitText(second);
    login.type("code", code);

    assertThat(login.page().isRedirect()).isFalse();
  }

  @Test
  void credentialOfSomebodyElseCannotBeChosen() {
    TestUser attacker = TestUser.random();
    Factors.createUserWithSms(REALM, attacker);
    TestUser user = TestUser.random();
    Factors.createUserWithSms(REALM, user);
    String foreign =
        Factors.smsOf(REALM, REALM.userNamed(attacker.username()).getString("id"))
            .get(0)
            .get("id")
            .toString();

    Login login = Login.begin(REALM).password(user).type("selectedCredentialId", foreign);
    login.codeFrom(user.phone()).done();

    assertThat(REALM.inbox().countFor(attacker.phone())).isZero();
  }

  @Test
  void codeOfOneLoginIsNothingInAnother() {
    TestUser user = TestUser.random();
    Factors.createUserWithSms(REALM, user);
    Login first = Login.begin(REALM).password(user);
    String code = REALM.inbox().codeFor(user.phone());
    new Rows(REALM).endCooldown(user.phone());

    Login stranger = Login.begin(REALM).password(user).type("code", code);

    assertThat(stranger.page().isRedirect()).isFalse();
    first.type("code", code).done();
  }

  @Test
  void factorIsRemovedOnlyByItsUserInAFreshSession() {
    TestUser user = TestUser.random();
    String id = Factors.createUserWithSms(REALM, user);
    String credential = Factors.smsOf(REALM, id).get(0).get("id").toString();

    Login login =
        Login.forAction(REALM, new Browser(), "delete_credential:" + credential)
            .password(user)
            .codeFrom(user.phone());
    assertThat(login.page().text()).contains("+82******");
    assertThat(Factors.smsOf(REALM, id)).hasSize(1);
    login.press("accept");

    assertThat(login.actionStatus()).isEqualTo("success");
    assertThat(Factors.smsOf(REALM, id)).isEmpty();
  }

  @Test
  void codeOfTheAttackersAccountIsNothingForTheVictims() {
    TestUser attacker = TestUser.random();
    Factors.createUserWithSms(REALM, attacker);
    TestUser victim = TestUser.random();
    Factors.createUserWithSms(REALM, victim);
    Browser browser = new Browser();
    Login own = Login.begin(REALM, browser).password(attacker);
    String code = REALM.inbox().codeFor(attacker.phone());

    Login login = Login.begin(REALM, browser).password(victim);
    URI there = login.page().form().action();
    assertThat(login.type("code", code).isDone()).isFalse();
    // The attacker's own page, posted to the victim's tab with the attacker's own code.
    Page mixed = browser.post(there, own.page().form().type("code", code).values());

    assertThat(AppLogin.isBackAtApp(mixed)).isFalse();
  }

  @Test
  void codesForOtherPurposesAreNoSecondFactor() {
    TestUser user = TestUser.random();
    Factors.createUserWithSms(REALM, user);
    Reset.begin(REALM).identify(user.username());
    String reset = REALM.inbox().codeFor(user.phone());

    Login login = Login.begin(REALM).password(user);
    String code = REALM.inbox().awaitText(user.phone(), 2).code();

    assertThat(code).isNotEqualTo(reset);
    assertThat(login.type("code", reset).isDone()).isFalse();
    login.type("code", code).done();
  }

  @Test
  void guessesAreCountedPerUserOverTabsAndSessions() {
    try (TestRealm realm = TestRealm.create(it -> it.put("bruteForceProtected", false))) {
      realm.setPolicy(Map.of("max-attempts-per-hour", "3", "resend-cooldown", "0"));
      TestUser user = TestUser.random();
      Factors.createUserWithSms(realm, user);
      Browser browser = new Browser();
      for (int session = 1; session <= 3; session++) {
        Login guess = Login.begin(realm, session == 2 ? browser : new Browser()).password(user);
        String wrong = other(realm.inbox().awaitText(user.phone(), session).code());
        assertThat(guess.type("code", wrong).page().errorAt("code"))
            .get()
            .asString()
            .contains("This code is wrong");
      }

      Login last = Login.begin(realm).password(user).codeFrom(user.phone(), 4);

      assertThat(last.isDone()).isFalse();
      assertThat(last.page().errorAt("code")).get().asString().contains("Too many wrong codes");
    }
  }

  @Test
  void whatStrangersSpendDoesNotHoldTheSecondFactorBack() {
    try (TestRealm realm = TestRealm.create()) {
      realm.setPolicy(
          Map.of("max-sends-per-hour", "1", "max-attempts-per-hour", "1", "resend-cooldown", "0"));
      TestUser user = TestUser.random();
      Factors.createUserWithSms(realm, user);
      Reset stranger = Reset.begin(realm).identify(user.phone());
      String code = realm.inbox().codeFor(user.phone());
      stranger.code(other(code));
      assertThat(stranger.code(code).asksForPassword()).isFalse();
      assertThat(Reset.begin(realm).identify(user.phone()).page().text())
          .contains("Too many codes were requested");

      Login.begin(realm).password(user).codeFrom(user.phone(), 2).done();
    }
  }

  @Test
  void realmThatTakesNoPartSendsNothingAndLetsNobodyPass() {
    try (TestRealm realm = TestRealm.create()) {
      TestUser user = TestUser.random();
      Factors.createUserWithSms(realm, user);
      SmsOtpRequiredIT.setAction(realm, "VERIFY_PHONE", false);

      Login login = Login.begin(realm).password(user);

      assertThat(login.isDone()).isFalse();
      assertThat(realm.inbox().countFor(user.phone())).isZero();
    }
  }

  @Test
  void resetOfThePasswordLeavesTheFactor() {
    REALM.sendMail();
    TestUser user = TestUser.random();
    String id = Factors.createUserWithSms(REALM, user);

    Reset.begin(REALM)
        .identify(user.username())
        .codeFrom(user.phone())
        .code(REALM.mail().codeFor(user.email()))
        .password("New-password-1")
        .tokens();

    assertThat(Factors.smsOf(REALM, id)).hasSize(1);
    Login login = Login.begin(REALM).password(user.username(), "New-password-1");
    assertThat(login.page().has("#code")).isTrue();
  }

  @Test
  void factorWithANumberOfItsOwnStaysWhenTheNumberOnFileChanges() {
    TestUser user = TestUser.random();
    String other = Unique.phone();
    String id = Factors.createUser(REALM, user, List.of(Factors.sms(other, false)));
    String phone = Unique.phone();

    Login.forAction(REALM, new Browser(), "UPDATE_PHONE")
        .password(user)
        .codeFrom(other)
        .type("phone", phone)
        .codeFrom(phone)
        .done();

    assertThat(Factors.smsOf(REALM, id))
        .singleElement()
        .satisfies(factor -> assertThat(factor.toString()).contains(other).doesNotContain(phone));
  }

  @Test
  void stolenSessionCannotRemoveOrAddAFactorWithoutAFreshLogin() {
    TestUser user = TestUser.random();
    String id = Factors.createUserWithSms(FRESH, user);
    String credential = Factors.smsOf(FRESH, id).get(0).get("id").toString();
    Browser stolen = new Browser();
    Login.begin(FRESH, stolen).password(user).codeFrom(user.phone()).done();

    for (String action : List.of("delete_credential:" + credential, "CONFIGURE_SMS_OTP")) {
      Awaitility.await(action)
          .until(() -> Login.forAction(FRESH, stolen, action).page().has("#password"));
    }
    Tokens tokens = Login.begin(FRESH, stolen).tokens();
    given()
        .auth()
        .oauth2(tokens.accessToken())
        .delete(FRESH.url() + "/account/credentials/" + credential)
        .then()
        .statusCode(Matchers.greaterThanOrEqualTo(400));

    assertThat(Factors.smsOf(FRESH, id)).hasSize(1);
  }

  private static String other(String code) {
    return code.equals("000000") ? "111111" : "000000";
  }
}
