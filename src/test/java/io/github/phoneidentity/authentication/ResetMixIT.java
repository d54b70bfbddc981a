package io.github.phoneidentity.authentication;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.phoneidentity.testing.Browser;
import io.github.phoneidentity.testing.Page;
import io.github.phoneidentity.testing.Reset;
import io.github.phoneidentity.testing.TestRealm;
import io.github.phoneidentity.testing.TestUser;
import io.restassured.response.Response;
import java.net.HttpCookie;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * An attacker mixes the reset with the login in one tab: what was proven for their own account in
 * one flow must be worth nothing for the account that the other flow names.
 */
class ResetMixIT {

  private static final String STOLEN = "Stolen-password-1";

  @AutoClose private static final TestRealm REALM = TestRealm.create(ResetMixIT::flows);

  /** With a reset that has only Keycloak's own proof. */
  @AutoClose
  private static final TestRealm BY_LINK =
      TestRealm.create(
          json -> {
            Flows.loginByPasswordOrSms(json);
            Flows.resetByLink(json);
          });

  private TestRealm realm = REALM;
  private final TestUser victim = TestUser.random();
  private final TestUser attacker = TestUser.random();
  private final Browser browser = new Browser();

  private static void flows(ObjectNode realm) {
    Flows.loginByPasswordOrSms(realm);
    Flows.resetByLinkOrSms(realm);
  }

  @BeforeAll
  static void sendMail() {
    REALM.sendMail();
    BY_LINK.sendMail();
  }

  @BeforeEach
  void create() {
    realm.createUser(victim);
    // With a second factor the reset stops after the proof, and before the password.
    Factors.createUser(realm, attacker, List.of(Factors.totp()));
  }

  @Test
  void textThatProvedOneAccountIsNothingForTheOneThatTheLoginNames() {
    Reset reset =
        Reset.begin(REALM, browser).identify(attacker.username()).codeFrom(attacker.phone());
    assertThat(reset.page().has("input[name=otp]")).as(reset.page().text()).isTrue();

    nameTheVictimInTheLogin(reset);

    finishAsFarAsPossible(reset);
    victimIsSafe();
  }

  @Test
  void linkThatProvedOneAccountIsNothingForTheOneThatTheLoginNames() {
    Reset reset = Reset.begin(REALM, browser).identify(attacker.username()).tryAnotherWay("Email");
    linkIsNothingForTheVictim(reset);
  }

  @Test
  void linkOfKeycloaksOwnResetIsNothingForTheOneThatTheLoginNames() {
    realm = BY_LINK;
    create();
    Reset reset = Reset.begin(realm, browser).identify(attacker.username());
    linkIsNothingForTheVictim(reset);
  }

  @Test
  void loginAfterANameInTheResetAsksForAName() {
    for (TestUser named : List.of(victim, TestUser.random())) {
      Reset reset = Reset.begin(REALM, new Browser()).identify(named.username());

      Page login = reset.browser().open(flow(reset.page(), "authenticate"));

      assertThat(login.has("input[name=username]")).as(login.text()).isTrue();
      assertThat(login.form().value("username")).isEmpty();
    }
  }

  @Test
  void nameInTheLoginIsNotReplacedByOneInTheReset() {
    Page login = REALM.login().start(browser);
    Page named = nameInLogin(login, victim);
    Page page = browser.open(flow(named, "reset-credentials"));
    if (page.has("input[name=username]")) {
      page = page.form().type("username", attacker.username()).submit();
    }
    if (page.has("input[name=code]") && REALM.inbox().countFor(attacker.phone()) > 0) {
      page = page.form().type("code", REALM.inbox().codeFor(attacker.phone())).submit();
      page = withSecondFactor(page);
      if (page.has("input[name=password-new]")) {
        newPassword(page);
      }
    }

    victimIsSafe();
  }

  @Test
  void codeOfALoginProvesNoReset() {
    Page login = REALM.login().start(browser);
    Page named = nameInLogin(login, attacker);
    String code = REALM.inbox().codeFor(attacker.phone());
    Page reset = browser.open(flow(named, "reset-credentials"));
    if (reset.has("input[name=username]")) {
      reset = reset.form().type("username", victim.username()).submit();
    }
    Page page = reset.has("input[name=code]") ? reset.form().type("code", code).submit() : reset;

    assertThat(page.has("input[name=password-new]")).isFalse();
    assertThat(page.has("input[name=otp]")).isFalse();
    victimIsSafe();
  }

  @Test
  void loginThatWasProvenBySmsIsNoResetOfAnother() {
    Page named = nameInLogin(REALM.login().start(browser), attacker);
    Page otp = named.form().type("code", REALM.inbox().codeFor(attacker.phone())).submit();
    assertThat(otp.has("input[name=otp]")).as(otp.text()).isTrue();

    Page page = browser.open(flow(otp, "reset-credentials"));
    if (page.has("input[name=username]")) {
      page = page.form().type("username", victim.username()).submit();
    }
    page = withSecondFactor(page);

    assertThat(page.has("input[name=password-new]")).isFalse();
    assertThat(REALM.inbox().countFor(victim.phone())).isZero();
    victimIsSafe();
  }

  @Test
  void restartedLoginHasProvenNothing() {
    Reset reset =
        Reset.begin(REALM, browser).identify(attacker.username()).codeFrom(attacker.phone());
    URI again = flow(reset.page(), "reset-credentials");
    List<HttpCookie> cookies = new ArrayList<>(browser.cookies().getCookies());
    assertThat(cookies).extracting(HttpCookie::getName).contains("KC_RESTART");
    browser.cookies().removeAll();
    cookies.stream()
        .filter(cookie -> cookie.getName().equals("KC_RESTART"))
        .forEach(cookie -> browser.cookies().add(again, cookie));

    Page page = browser.open(again);
    page = browser.open(flow(page, "reset-credentials"));

    assertThat(page.has("input[name=otp]")).isFalse();
    assertThat(page.form().type("username", victim.username()).submit().has("input[name=code]"))
        .isTrue();
    victimIsSafe();
  }

  @Test
  void noStepCanBeChosenThatTheFlowDoesNotOffer() {
    List<String> steps =
        REALM
            .admin()
            .get("/authentication/flows/{flow}/executions", "phone identity reset credentials")
            .jsonPath()
            .getList("id");
    assertThat(steps).hasSizeGreaterThan(6);
    for (String step : steps) {
      TestUser other = TestUser.random();
      REALM.createUser(other);
      Reset reset = Reset.begin(REALM, new Browser()).identify(other.username());

      Page page =
          reset.page().form().without("code").type("authenticationExecution", step).submit();

      assertThat(page.status()).isLessThan(500);
      assertThat(page.has("input[name=password-new]")).isFalse();
      assertThat(REALM.passwordGrant(other.username(), other.password()).statusCode())
          .isEqualTo(200);
    }
  }

  private void linkIsNothingForTheVictim(Reset reset) {
    reset.followLink(attacker.email());
    assertThat(reset.page().has("input[name=otp]")).as(reset.page().text()).isTrue();

    nameTheVictimInTheLogin(reset);

    finishAsFarAsPossible(reset);
    victimIsSafe();
  }

  private void nameTheVictimInTheLogin(Reset reset) {
    Page login = browser.open(flow(reset.page(), "authenticate"));
    nameInLogin(login, victim);
  }

  /** Names an account by the form that asks for no password, as far as the page has that way. */
  private static Page nameInLogin(Page login, TestUser user) {
    Page page = login;
    if (page.has("#kc-select-try-another-way-form")) {
      page = page.form("#kc-select-try-another-way-form").submit();
      String way = "Username, email, phone or nickname";
      page = page.has("button:contains(" + way + ")") ? page.choose(way) : page;
    }
    return page.has("input[name=username]:not([type=hidden])")
        ? page.form().type("username", user.username()).submit()
        : page;
  }

  private void finishAsFarAsPossible(Reset reset) {
    Page page = withSecondFactor(browser.open(flow(reset.page(), "reset-credentials")));
    if (page.has("input[name=password-new]")) {
      newPassword(page);
    }
  }

  private static Page withSecondFactor(Page page) {
    return page.has("input[name=otp]")
        ? page.form().type("otp", Factors.totpCode()).submit()
        : page;
  }

  private static void newPassword(Page page) {
    page.form().type("password-new", STOLEN).type("password-confirm", STOLEN).submit();
  }

  /** Another flow in the same tab, as the links on the pages lead there. */
  private URI flow(Page page, String path) {
    Map<String, String> query = Query.of(page.form().action());
    query.remove("session_code");
    query.remove("execution");
    return Query.with(URI.create(realm.url() + "/login-actions/" + path), query);
  }

  private void victimIsSafe() {
    // 401 for the password; 400 while Keycloak still books the login before this one
    assertThat(realm.passwordGrant(victim.username(), STOLEN).statusCode()).isIn(400, 401);
    Response own = realm.passwordGrant(victim.username(), victim.password());
    assertThat(own.statusCode()).as(own.asString()).isEqualTo(200);
  }
}
