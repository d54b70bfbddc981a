package io.github.phoneidentity.authentication;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.phoneidentity.testing.Browser;
import io.github.phoneidentity.testing.Login;
import io.github.phoneidentity.testing.Page;
import io.github.phoneidentity.testing.Reset;
import io.github.phoneidentity.testing.SignUp;
import io.github.phoneidentity.testing.TestRealm;
import io.github.phoneidentity.testing.TestUser;
import io.restassured.response.Response;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A realm that takes no part any more while its flows stay bound, step by step. */
class SwitchedOffIT {

  private static final String OFF = "Sign-up by phone is switched off here.";

  @AutoClose private static final TestRealm REALM = TestRealm.create(Flows::switchOff);

  /** The same with alternatives to the steps that send codes. */
  @AutoClose private static final TestRealm OTHERS = TestRealm.create(SwitchedOffIT::alternatives);

  /** The same with a name alone on the first page, and with a sign-up whose proofs are optional. */
  @AutoClose
  private static final TestRealm OPTIONAL =
      TestRealm.create(
          realm -> {
            Flows.switchOff(realm);
            Flows.loginByNameThenPassword(realm);
            Flows.proveBoth(realm, true, true);
          });

  private final TestUser user = TestUser.random();

  private static void alternatives(ObjectNode realm) {
    Flows.switchOff(realm);
    Flows.loginBySmsOrPassword(realm);
    Flows.resetByLinkOrSms(realm);
    Flows.requireSmsOrOtpInGrant(realm);
  }

  /**
   * @param deleted whether the required action is deleted, as keycloak-config-cli does, and not
   *     disabled
   */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void signUpEndsInAPageAndOneLineOfTheLog(boolean deleted) {
    try (TestRealm realm = TestRealm.create(deleted ? demo -> {} : Flows::switchOff)) {
      if (deleted) {
        realm
            .admin()
            .delete("/authentication/required-actions/VERIFY_PHONE")
            .then()
            .statusCode(204);
      }

      Page english = SignUp.begin(realm).page();
      Page korean = SignUp.begin(realm, new Browser("ko")).page();

      assertThat(english.status()).isEqualTo(400);
      assertThat(english.text()).contains(OFF);
      assertThat(korean.text()).contains("여기에서는 전화번호로 가입하실 수 없습니다.");
      String line = "Realm '" + realm.name() + "' takes no part";
      realm.server().awaitLog(log -> log.contains(line));
      assertThat(realm.server().log().split(line, -1)).hasSize(2);
      assertThat(realm.events("LOGIN_ERROR"))
          .anySatisfy(event -> assertThat(event).containsEntry("error", "registration_disabled"));
      realm.request().get("/phone-identity/openapi.json").then().statusCode(404);
    }
  }

  @Test
  void signUpWhoseProofsAreOptionalIsKeycloaksForm() {
    SignUp signUp = SignUp.begin(OPTIONAL);
    assertThat(signUp.asksForName()).isTrue();

    assertThat(signUp.fill(user).tokens().idClaims())
        .containsEntry("email", user.email())
        .containsEntry("email_verified", false)
        .doesNotContainKeys("phone_number", "phone_number_verified");
  }

  @Test
  void formsKnowUsernamesAndEmailsAlone() {
    REALM.createUser(user);

    for (String known : List.of(user.username(), user.email())) {
      assertThat(Login.begin(REALM).password(known, user.password()).isDone()).as(known).isTrue();
      assertThat(REALM.passwordGrant(known, user.password()).statusCode()).isEqualTo(200);
    }
    for (String unknown : List.of(user.phone(), user.nickname())) {
      assertThat(Login.begin(REALM).password(unknown, user.password()).page().hasFieldError())
          .as(unknown)
          .isTrue();
      assertThat(REALM.passwordGrant(unknown, user.password()).<String>path("error"))
          .isEqualTo("invalid_grant");
    }
  }

  @Test
  void formOfANameAloneKnowsUsernamesAndEmailsAlone() {
    OPTIONAL.createUser(user);

    for (String known : List.of(user.username(), user.email())) {
      Login.begin(OPTIONAL).type("username", known).type("password", user.password()).done();
    }
    for (String unknown : List.of(user.phone(), user.nickname())) {
      Page page = Login.begin(OPTIONAL).type("username", unknown).page();
      assertThat(page.hasFieldError()).as(unknown).isTrue();
      assertThat(page.has("input[name=password]")).as(unknown).isFalse();
    }
  }

  @Test
  void codeOfAnAppGoesOnInPlaceOfTheText() {
    Factors.createUser(REALM, user, List.of(Factors.sms(user.phone(), true), Factors.totp()));

    Login login = Login.begin(REALM).password(user);

    assertThat(login.page().has("#otp")).isTrue();
    login.type("otp", Factors.totpCode()).done();
    assertThat(REALM.inbox().countFor(user.phone())).isZero();
  }

  /**
   * The switch takes no factor away: whoever has no other does not get in by the password alone.
   */
  @Test
  void userWithSmsAloneDoesNotGetInByThePassword() {
    Factors.createUserWithSms(REALM, user);

    Page page = Login.begin(REALM).password(user).page();
    Response grant = REALM.passwordGrant(user.username(), user.password());

    assertThat(page.status()).isEqualTo(400);
    assertThat(grant.statusCode()).isEqualTo(401);
    assertThat(grant.<String>path("error")).isEqualTo("invalid_grant");
    assertThat(REALM.inbox().countFor(user.phone())).isZero();
  }

  @Test
  void grantByTextLeavesTheCodeOfAnApp() {
    Factors.createUser(OTHERS, user, List.of(Factors.sms(user.phone(), true), Factors.totp()));

    assertThat(SmsGrant.withOtp(OTHERS, user, Factors.totpCode()).statusCode()).isEqualTo(200);
    assertThat(SmsGrant.send(OTHERS, user, null).<String>path("error")).isEqualTo("invalid_grant");
    assertThat(OTHERS.inbox().countFor(user.phone())).isZero();
  }

  @Test
  void loginByCodeLeavesThePasswordForm() {
    OTHERS.createUser(user);

    Login login = Login.begin(OTHERS);

    assertThat(login.page().has("input[name=password]")).isTrue();
    login.password(user).done();
  }

  /**
   * Keycloak takes the end of its own step for a failure when it comes to it as an alternative, so
   * that its page is an error page; the mail is sent all the same, and works where it is opened
   * anew.
   */
  @Test
  void resetByTextLeavesTheLink() {
    OTHERS.sendMail();
    OTHERS.createUser(user);

    Reset.begin(OTHERS).identify(user.username());

    Page page = new Browser().open(OTHERS.mail().awaitMail(user.email()).link());
    assertThat(page.has("input[name=password-new]")).isTrue();
  }

  /** The mail for the username, which is asked for last, is the only one. */
  @Test
  void resetByPhoneOrNicknameSendsNoLink() {
    OTHERS.sendMail();
    OTHERS.createUser(user);

    for (String typed : List.of(user.phone(), user.nickname(), user.username())) {
      Reset.begin(OTHERS).identify(typed);
    }

    OTHERS.mail().awaitMail(user.email());
    assertThat(OTHERS.mail().mailsTo(user.email())).hasSize(1);
    assertThat(OTHERS.inbox().countFor(user.phone())).isZero();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void resetByTextAloneEndsForEverybody(boolean known) {
    if (known) {
      REALM.createUser(user);
    }

    Page page = Reset.begin(REALM).identify(user.username()).page();

    assertThat(page.status()).isEqualTo(400);
    assertThat(page.message()).contains("Invalid login name or password.");
    assertThat(REALM.inbox().countFor(user.phone())).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"UPDATE_PHONE", "CONFIGURE_SMS_OTP"})
  void actionOfAnAppIsAnError(String action) {
    REALM.createUser(user);

    Login login = Login.forAction(REALM, new Browser(), action).password(user);

    assertThat(login.actionStatus()).isEqualTo("error");
  }

  @Test
  void actionThatAnAdministratorHasSetKeepsNobodyOut() {
    TestUser app = TestUser.random();
    createUserWithActions(user);
    createUserWithActions(app);

    Login.begin(REALM).password(user).done();
    assertThat(REALM.passwordGrant(app.username(), app.password()).statusCode()).isEqualTo(200);
  }

  private static void createUserWithActions(TestUser user) {
    Map<String, Object> representation = new HashMap<>(user.representation());
    representation.put(
        "requiredActions",
        new ArrayList<>(List.of("UPDATE_PHONE", "CONFIGURE_SMS_OTP", "VERIFY_PHONE")));
    REALM.createUser(representation);
  }

  /** The recipe of docs/operations.md, up to the removal of the jar: a login after each step. */
  @Test
  void realmWithKeycloaksFlowsAndWithoutValidatorsIsAnyRealm() {
    try (TestRealm realm = TestRealm.create()) {
      realm.createUser(user);
      Recipe.bindKeycloaksFlows(realm);
      Login.begin(realm).password(user).done();
      Recipe.deleteFlows(realm);
      Login.begin(realm).password(user).done();
      Recipe.dropValidators(realm);
      Login.begin(realm).password(user).done();
      Recipe.disableActions(realm);
      Login.begin(realm).password(user).done();
      Recipe.unregisterActions(realm);

      TestUser newcomer = TestUser.random();
      Page done = SignUp.begin(realm).page().form("#kc-register-form").fill(newcomer).submit();
      assertThat(done.callback()).containsKey("code");
      Login.begin(realm).password(user).done();
      assertThat(realm.passwordGrant(user.email(), user.password()).statusCode()).isEqualTo(200);
      assertThat(Reset.begin(realm).page().has("input[name=username]")).isTrue();
      // Nothing is claimed or checked any more.
      realm.createUser(TestUser.random().withPhone(user.phone(), true));
    }
  }
}
