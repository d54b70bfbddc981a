package io.github.phoneidentity.verification;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phoneidentity.authentication.Factors;
import io.github.phoneidentity.authentication.Flows;
import io.github.phoneidentity.testing.Browser;
import io.github.phoneidentity.testing.Login;
import io.github.phoneidentity.testing.Page;
import io.github.phoneidentity.testing.Reset;
import io.github.phoneidentity.testing.TestRealm;
import io.github.phoneidentity.testing.TestUser;
import java.net.HttpCookie;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Strangers who exhaust what anybody may ask for a number do not lock its owner out of a browser
 * that has logged in before.
 */
class KnownBrowserIT {

  private static final String COOKIE = "PHONE_IDENTITY_BROWSER";

  /** Without the lock for failures in quick succession. */
  @AutoClose
  private static final TestRealm REALM =
      TestRealm.create(
          realm -> {
            Flows.loginBySms(realm);
            realm.put("quickLoginCheckMilliSeconds", 0);
          });

  private final TestUser user = TestUser.random();
  private final Browser known = new Browser();

  @BeforeAll
  static void limit() {
    REALM.setPolicy(
        Map.of("resend-cooldown", "0", "max-sends-per-hour", "2", "max-attempts-per-hour", "2"));
  }

  @BeforeEach
  void ownerHasLoggedInOnceAndStrangersExhaustTheLimits() {
    REALM.createUser(user);
    Login.begin(REALM, known).type("username", user.phone()).codeFrom(user.phone()).done();
    forgetTheSession();
    Login.begin(REALM).type("username", user.phone()).code("000000").code("000001");
    assertThat(isRefused(Login.begin(REALM).type("username", user.phone()).page())).isTrue();
  }

  /** The owner comes back another day: only the cookie is left. */
  private void forgetTheSession() {
    HttpCookie cookie = cookie(known, COOKIE);
    known.cookies().removeAll();
    known.cookies().add(REALM.url(), cookie);
  }

  private static HttpCookie cookie(Browser browser, String name) {
    return browser.cookies().getCookies().stream()
        .filter(cookie -> cookie.getName().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static boolean isRefused(Page page) {
    return page.text().contains("Too many codes were requested");
  }

  /** A login with nothing but this cookie. */
  private Page loginWith(String value) {
    Browser browser = new Browser();
    HttpCookie cookie = new HttpCookie(COOKIE, value);
    cookie.setPath(REALM.url().getPath() + "/");
    cookie.setVersion(0);
    browser.cookies().add(REALM.url(), cookie);
    return Login.begin(REALM, browser).type("username", user.phone()).page();
  }

  @Test
  void ownerLogsInWithTheKnownBrowserWithinItsOwnLimits() {
    for (String typed : List.of(user.phone(), user.username())) {
      int texts = REALM.inbox().countFor(user.phone());
      Login login = Login.begin(REALM, known).type("username", typed);
      login.codeFrom(user.phone(), texts + 1).done();
      forgetTheSession();
    }

    assertThat(isRefused(Login.begin(REALM, known).type("username", user.phone()).page())).isTrue();
  }

  @Test
  void ownerResetsThePasswordWithTheKnownBrowser() {
    int texts = REALM.inbox().countFor(user.phone());

    Reset reset =
        Reset.begin(REALM, known).identify(user.phone()).codeFrom(user.phone(), texts + 1);

    assertThat(reset.asksForPassword()).as(reset.page().text()).isTrue();
  }

  @Test
  void browserOfAnotherUserIsUnknown() {
    TestUser other = TestUser.random();
    REALM.createUser(other);
    Browser theirs = new Browser();
    Login.begin(REALM, theirs).type("username", other.phone()).codeFrom(other.phone()).done();

    assertThat(isRefused(loginWith(cookie(theirs, COOKIE).getValue()))).isTrue();
  }

  @Test
  void forgedCookieIsIgnored() {
    String genuine = cookie(known, COOKIE).getValue();
    String[] parts = genuine.split("\\.");
    String unsigned = "eyJhbGciOiJub25lIn0." + parts[1] + ".";
    String tampered = parts[0] + "." + parts[1] + "." + new StringBuilder(parts[2]).reverse();
    int texts = REALM.inbox().countFor(user.phone());
    Login.begin(REALM, known)
        .type("username", user.phone())
        .codeFrom(user.phone(), texts + 1)
        .done();
    String ofTheSession = cookie(known, "KEYCLOAK_IDENTITY").getValue();

    for (String value : List.of(unsigned, tampered, "nonsense", "..", ofTheSession)) {
      assertThat(isRefused(loginWith(value))).as(value).isTrue();
    }
    assertThat(isRefused(loginWith(genuine))).isFalse();
  }

  @Test
  void cookieIsHttpOnlyOfTheRealmAndNamesNobody() {
    HttpCookie cookie = cookie(known, COOKIE);

    assertThat(cookie.isHttpOnly()).isTrue();
    assertThat(cookie.getPath()).isEqualTo(REALM.url().getPath() + "/");
    assertThat(cookie.getMaxAge()).isEqualTo(365L * 24 * 60 * 60);
  }

  @Test
  void nameWithoutAnAccountGetsNoCookie() {
    Browser stranger = new Browser();
    Login.begin(REALM, stranger).type("username", TestUser.random().phone()).code("000000");

    assertThat(stranger.cookies().getCookies())
        .noneMatch(cookie -> cookie.getName().equals(COOKIE));
  }

  /** By a password login, which no limit of texts touches. */
  private static Browser knownByPassword(TestRealm realm, TestUser user) {
    Browser browser = new Browser();
    Login login = Login.begin(realm, browser).password(user);
    (login.asksForCode() ? login.codeFrom(user.phone()) : login).done();
    HttpCookie cookie = cookie(browser, COOKIE);
    browser.cookies().removeAll();
    browser.cookies().add(realm.url(), cookie);
    return browser;
  }

  @Test
  void textAndMailOfOneResetDoNotHoldEachOtherBack() {
    try (TestRealm realm = TestRealm.create()) {
      realm.sendMail();
      TestUser owner = TestUser.random();
      Factors.createUserWithSms(realm, owner);
      Browser browser = knownByPassword(realm, owner);

      Reset reset = Reset.begin(realm, browser).identify(owner.username());
      reset.codeFrom(owner.phone(), 2).code(realm.mail().codeFor(owner.email()));

      assertThat(reset.asksForPassword()).as(reset.page().text()).isTrue();
    }
  }

  @Test
  void browsersThatAUserMakesKnownShareTheirLimits() {
    try (TestRealm realm = TestRealm.create()) {
      realm.setPolicy(Map.of("resend-cooldown", "0", "max-sends-per-hour", "2"));
      TestUser owner = TestUser.random();
      realm.createUser(owner);
      for (int i = 1; i <= 2; i++) {
        Reset.begin(realm, knownByPassword(realm, owner)).identify(owner.phone());
        realm.inbox().awaitText(owner.phone(), i);
      }

      Page third = Reset.begin(realm, knownByPassword(realm, owner)).identify(owner.phone()).page();

      assertThat(isRefused(third)).as(third.text()).isTrue();
    }
  }
}
