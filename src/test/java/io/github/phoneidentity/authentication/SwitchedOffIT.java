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

  private final TestUser user = TestUser.random();

  private static void alternatives(ObjectNode realm) {
    Flows.switchOff(realm);
    Flows.loginBySmsOrPassword(realm);
    Flows.resetByLinkOrSms(realm);
  }

  @Test
  void signUpEndsInAPageAndOneLineOfTheLog() {
    Page english = SignUp.begin(REALM).page();
    Page korean = SignUp.begin(REALM, new Browser("ko")).page();

    assertThat(english.status()).isEqualTo(400);
    assertThat(english.text()).contains(OFF);
    assertThat(korean.text()).contains("여기에서는 전화번호로 가입하실 수 없습니다.");
    String line = "Realm '" + REALM.name() + "' takes no part";
    REALM.server().awaitLog(log -> log.contains(line));
    assertThat(REALM.server().log().split(line, -1)).hasSize(2);
    assertThat(REALM.events("LOGIN_ERROR"))
        .anySatisfy(event -> assertThat(event).containsEntry("error", "registration_disabled"));
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
    Map<String, Object> representation = new HashMap<>(user.representation());
    representation.put(
        "requiredActions",
        new ArrayList<>(List.of("UPDATE_PHONE", "CONFIGURE_SMS_OTP", "VERIFY_PHONE")));
    REALM.createUser(representation);

    Login.begin(REALM).password(user).done();
  }

  /** The recipe of docs/operations.md, up to the removal of the jar. */
  @Test
  void realmWithKeycloaksFlowsAndWithoutValidatorsIsAnyRealm() {
    try (TestRealm realm = TestRealm.create()) {
      realm.createUser(user);
      Recipe.bindKeycloaksFlows(realm);
      Recipe.dropValidators(realm);
      Recipe.disableActions(realm);

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
