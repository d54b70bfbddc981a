package io.github.phoneidentity.authentication;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phoneidentity.testing.Browser;
import io.github.phoneidentity.testing.KeycloakServer;
import io.github.phoneidentity.testing.Login;
import io.github.phoneidentity.testing.Page;
import io.github.phoneidentity.testing.Reset;
import io.github.phoneidentity.testing.Rows;
import io.github.phoneidentity.testing.TestRealm;
import io.github.phoneidentity.testing.TestUser;
import io.github.phoneidentity.testing.Unique;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every wrong turn on the way to a new password. */
class ResetTurnsIT {

  private static final String NEW = "New-password-1";

  @AutoClose private static final TestRealm REALM = TestRealm.create();

  private final TestUser user = TestUser.random();
  private String id;

  @BeforeAll
  static void sendMail() {
    REALM.sendMail();
  }

  @BeforeEach
  void create() {
    id = REALM.createUser(user);
  }

  @Test
  void nobodyNamedIsAskedAgain() {
    Reset reset = Reset.begin(REALM).identify("  ");
    assertThat(reset.page().errorAt("username")).isPresent();
    assertThat(reset.identify(user.username()).asksForCode()).isTrue();
  }

  @Test
  void emptyFormsCountForNobodyWhomTheAppHasNamed() {
    try (TestRealm realm =
        TestRealm.create(it -> it.put("failureFactor", 1).put("quickLoginCheckMilliSeconds", 0))) {
      String victim = realm.createUser(user);
      for (String named : List.of(user.username(), user.email())) {
        Browser browser = new Browser();
        Page login = realm.login().with("login_hint", named).start(browser);
        Page forgotten = Reset.forgotten(browser, login);
        assertThat(forgotten.form().value("username")).isEqualTo(named);
        for (int post = 0; post < 3; post++) {
          forgotten = forgotten.form().type("username", " ").submit();
          assertThat(forgotten.errorAt("username")).isPresent();
        }
        // A stale form, for whose author Keycloak counts a failure as well.
        URI stale =
            URI.create(forgotten.form().action().toString().replaceAll("execution=[^&]*", ""));
        browser.post(stale, Map.of("username", List.of("")));
      }

      assertThat(realm.passwordGrant(user.username(), user.password()).statusCode()).isEqualTo(200);
      assertThat(realm.failedLogins(victim)).isZero();
    }
  }

  @Test
  void reloadSendsNothing() {
    Reset reset = Reset.begin(REALM).identify(user.username());
    REALM.inbox().codeFor(user.phone());

    assertThat(reset.reload().reload().asksForCode()).isTrue();

    assertThat(REALM.inbox().countFor(user.phone())).isOne();
    assertThat(reset.codeFrom(user.phone()).asksForPassword()).isTrue();
  }

  @Test
  void expiredCodeIsRefusedAndANewOneIsSentOnRequest() {
    Reset reset = Reset.begin(REALM).identify(user.username());
    String old = REALM.inbox().codeFor(user.phone());
    new Rows(REALM).expire(user.phone());
    assertThat(reset.code(old).page().errorAt("code")).isPresent();
    new Rows(REALM).endCooldown(user.phone());

    reset.press("resend");
    String fresh = REALM.inbox().awaitText(user.phone(), 2).code();

    assertThat(reset.code(fresh).asksForPassword()).isTrue();
  }

  @Test
  void resendRepeatsTheCode() {
    Reset reset = Reset.begin(REALM).identify(user.username());
    String code = REALM.inbox().codeFor(user.phone());
    new Rows(REALM).endCooldown(user.phone());

    reset.press("resend");

    assertThat(REALM.inbox().awaitText(user.phone(), 2).code()).isEqualTo(code);
    assertThat(reset.code(code).asksForPassword()).isTrue();
  }

  @Test
  void backButtonAndTheOldFormLeadOn() {
    Browser browser = new Browser();
    Reset reset = Reset.begin(REALM, browser);
    URI first = reset.page().form().action();
    reset.identify(user.username());

    Page back = browser.post(first, Map.of("username", List.of(user.username())));

    assertThat(back.title()).isEqualTo("Page has expired");
    Page on = back.click("#loginContinueLink");
    assertThat(reset.goTo(on).codeFrom(user.phone()).asksForPassword()).isTrue();
    assertThat(REALM.inbox().countFor(user.phone())).isOne();
  }

  @Test
  void languageIsSwitchedInTheMiddle() {
    Browser browser = new Browser();
    Reset reset = Reset.begin(REALM, browser).identify(user.username());
    String korean = reset.page().html().select("option:contains(한국어)").attr("value");

    reset.goTo(browser.open(reset.page().address().resolve(korean)));

    assertThat(reset.page().title()).isEqualTo("인증번호 입력");
    assertThat(reset.codeFrom(user.phone()).asksForPassword()).isTrue();
    assertThat(REALM.inbox().countFor(user.phone())).isOne();
  }

  @Test
  void sessionThatHasEndedMeanwhileBeginsAnew() {
    Browser browser = new Browser();
    Reset reset = Reset.begin(REALM, browser).identify(user.username());
    String code = REALM.inbox().codeFor(user.phone());
    browser.cookies().removeAll();

    reset.code(code);

    assertThat(reset.page().status()).isLessThan(500);
    assertThat(reset.asksForPassword()).isFalse();
  }

  @Test
  void numberThatChangedMeanwhileIsNotProven() {
    Reset reset = Reset.begin(REALM).identify(user.username());
    String code = REALM.inbox().codeFor(user.phone());
    changeThePhone();

    reset.code(code);

    assertThat(reset.asksForPassword()).isFalse();
    assertThat(reset.page().status()).isEqualTo(400);
    assertThat(reset.page().text()).contains("The verification has expired");
  }

  @Test
  void numberThatWentToAnotherMeanwhileProvesNeither() {
    Reset reset = Reset.begin(REALM).identify(user.username());
    String code = REALM.inbox().codeFor(user.phone());
    changeThePhone();
    TestUser next = TestUser.random().withPhone(user.phone(), true);
    REALM.createUser(next);

    reset.code(code);

    assertThat(reset.asksForPassword()).isFalse();
    assertThat(reset.page().text()).contains("The verification has expired");
    assertThat(REALM.passwordGrant(next.username(), next.password()).statusCode()).isEqualTo(200);
  }

  @Test
  void resetThatTookTooLongBeginsAnew() {
    Browser browser = new Browser();
    Reset reset = Reset.begin(REALM, browser).identify(user.username());
    String code = REALM.inbox().codeFor(user.phone());

    Page page = Timeout.answer(REALM, browser, reset.page(), Map.of("code", List.of(code)));

    assertThat(page.text()).contains("Your login attempt timed out");
    assertThat(page.has("input[name=code]")).isFalse();
    new Rows(REALM).endCooldown(user.phone());
    reset.goTo(Reset.forgotten(browser, page)).identify(user.username());
    assertThat(reset.code(code).asksForPassword()).isFalse();
    assertThat(reset.codeFrom(user.phone(), 2).asksForPassword()).isTrue();
  }

  @Test
  void usedCodeIsNothingInAnotherReset() {
    Reset.begin(REALM).identify(user.username()).codeFrom(user.phone()).password(NEW).tokens();
    String used = REALM.inbox().codeFor(user.phone());
    new Rows(REALM).endCooldown(user.phone());

    Reset again = Reset.begin(REALM).identify(user.username());
    REALM.inbox().awaitText(user.phone(), 2);

    assertThat(again.code(used).page().errorAt("code")).isPresent();
  }

  @Test
  void resetBeginsASessionThatEndsWithTheBrowser() {
    Browser browser = new Browser();
    Login.begin(REALM, browser).rememberMe(user).tokens();
    REALM.admin().post("/users/{id}/logout", id).then().statusCode(204);

    Reset reset = Reset.begin(REALM, browser).identify(user.username());
    reset.codeFrom(user.phone()).password(NEW).tokens();

    assertThat(browser.cookies().getCookies())
        .filteredOn(cookie -> cookie.getName().equals("KEYCLOAK_IDENTITY"))
        .isNotEmpty()
        .allSatisfy(cookie -> assertThat(cookie.getMaxAge()).isNegative());
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void wrongPasswordDoesNotTellTheResetWhoseNameItWas(boolean known) {
    TestUser typed = known ? user : TestUser.random();
    for (String identifier :
        List.of(typed.email(), typed.nickname(), Unique.national(typed.phone()))) {
      Browser browser = new Browser();
      Page refused = Login.begin(REALM, browser).password(identifier, "wrong").page();

      Page forgotten = Reset.forgotten(browser, refused);

      assertThat(forgotten.body()).doesNotContain(typed.username().substring(2) + "\"", "**");
      String filledIn = forgotten.form().value("username");
      assertThat(filledIn).isEqualTo(identifier.startsWith("0") ? "" : identifier);
    }
  }

  @Test
  void userWhoWasDisabledMeanwhileGoesNoFurther() {
    Reset reset = Reset.begin(REALM).identify(user.username());
    String code = REALM.inbox().codeFor(user.phone());
    REALM.admin().body(Map.of("enabled", false)).put("/users/{id}", id).then().statusCode(204);

    assertThat(reset.code(code).asksForPassword()).isFalse();
  }

  @Test
  void userWhoWasLockedByWrongPasswordsCanReset() {
    try (TestRealm realm =
        TestRealm.create(it -> it.put("failureFactor", 1).put("quickLoginCheckMilliSeconds", 0))) {
      TestUser locked = TestUser.random();
      realm.createUser(locked);
      realm.passwordGrant(locked.username(), "wrong");
      realm.passwordGrant(locked.username(), "wrong");

      Reset.begin(realm)
          .identify(locked.username())
          .codeFrom(locked.phone())
          .password(NEW)
          .tokens();
    }
  }

  @Test
  void limitIsToldOnTheLoginPage() {
    String nobody = "nobody_" + Unique.letters(6);
    Reset.begin(REALM).identify(nobody);

    Reset again = Reset.begin(REALM).identify(nobody);

    assertThat(again.page().text()).contains("Too many codes were requested");
    assertThat(again.page().has("input[name=password]")).isTrue();
  }

  @Test
  void notProvenAddressChangesNothing() {
    TestUser sms = TestUser.random();
    Factors.createUserWithSms(REALM, sms);
    Reset reset = Reset.begin(REALM).identify(sms.username()).codeFrom(sms.phone());
    REALM.mail().awaitMail(sms.email());

    reset.code("000000").reload().press("resend");

    assertThat(reset.asksForPassword()).isFalse();
    assertThat(Factors.isPassword(REALM, sms, sms.password())).isTrue();
  }

  @Test
  void otherNodeFinishesWhatOneBegan() {
    KeycloakServer second = REALM.server().secondNode();

    Reset.begin(REALM).identify(user.username()).on(second).codeFrom(user.phone()).password(NEW);

    assertThat(REALM.passwordGrant(user.username(), NEW).statusCode()).isEqualTo(200);
  }

  private void changeThePhone() {
    Map<String, Object> changed =
        new HashMap<>(user.withPhone(Unique.phone(), true).representation());
    changed.remove("credentials");
    REALM.admin().body(changed).put("/users/{id}", id).then().statusCode(204);
  }
}
