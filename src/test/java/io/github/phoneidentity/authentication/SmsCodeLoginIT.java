package io.github.phoneidentity.authentication;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phoneidentity.testing.Browser;
import io.github.phoneidentity.testing.KeycloakServer;
import io.github.phoneidentity.testing.Login;
import io.github.phoneidentity.testing.Page;
import io.github.phoneidentity.testing.TestRealm;
import io.github.phoneidentity.testing.TestUser;
import io.github.phoneidentity.testing.Tokens;
import io.github.phoneidentity.testing.Unique;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A realm where a code by SMS takes the place of the password. */
class SmsCodeLoginIT {

  @AutoClose private static final TestRealm REALM = TestRealm.create(Flows::loginBySms);

  private final TestUser user = TestUser.random();
  private String id;

  @BeforeEach
  void create() {
    id = REALM.createUser(user);
  }

  @ParameterizedTest
  @EnumSource
  void ownerLogsInByAnyIdentifier(AccountsAlikeIT.Kind kind) {
    Login login = Login.begin(REALM).type("username", kind.of(user)).codeFrom(user.phone());

    Tokens tokens = login.tokens();
    assertThat(tokens.idClaims()).containsEntry("sub", id);
    assertThat(REALM.events("LOGIN"))
        .filteredOn(event -> id.equals(event.get("userId")))
        .hasSize(1)
        .allSatisfy(
            event -> assertThat(event.toString()).doesNotContain(user.phone().substring(4)));
  }

  @Test
  void pageShowsOnlyTheMaskOfWhatWasTyped() {
    Login byPhone = Login.begin(REALM).type("username", Unique.national(user.phone()));
    assertThat(byPhone.page().text())
        .contains("+82******" + user.phone().substring(9))
        .doesNotContain(user.phone().substring(4), user.username());

    Login byName = Login.begin(REALM).type("username", user.nickname());
    assertThat(byName.page().text()).doesNotContain("**").doesNotContain(user.username());
  }

  @Test
  void rememberMeIsKept() {
    Browser browser = new Browser();
    Login login = Login.begin(REALM, browser);
    Page page =
        login.page().form().type("username", user.username()).type("rememberMe", "on").submit();
    page.form().type("code", REALM.inbox().codeFor(user.phone())).submit();

    assertThat(browser.cookies().getCookies())
        .filteredOn(cookie -> cookie.getName().equals("KEYCLOAK_IDENTITY"))
        .allSatisfy(cookie -> assertThat(cookie.getMaxAge()).isPositive())
        .isNotEmpty();
  }

  @Test
  void anotherAccountCanBeNamed() {
    TestUser other = TestUser.random();
    REALM.createUser(other);
    Login login = Login.begin(REALM).type("username", user.username());
    REALM.inbox().codeFor(user.phone());

    login.press("change").type("username", other.username()).codeFrom(other.phone());

    assertThat(login.tokens().idClaims()).containsEntry("preferred_username", other.username());
  }

  @Test
  void codeOfTheFirstAccountIsWrongForTheSecond() {
    TestUser other = TestUser.random();
    REALM.createUser(other);
    Login login = Login.begin(REALM).type("username", user.username());
    String code = REALM.inbox().codeFor(user.phone());

    login.press("change").type("username", other.username()).type("code", code);

    assertThat(login.page().errorAt("code")).isPresent();
    assertThat(login.isDone()).isFalse();
  }

  @Test
  void nobodyNamedIsAskedAgain() {
    Login login = Login.begin(REALM).type("username", " ");
    assertThat(login.page().errorAt("username")).isPresent();
    login.type("username", user.username()).codeFrom(user.phone()).tokens();
  }

  @Test
  void hintOfTheAppIsFilledIn() {
    Page page = REALM.login().with("login_hint", user.email()).start(new Browser());
    assertThat(page.form().value("username")).isEqualTo(user.email());
  }

  @Test
  void reloadSendsNothing() {
    Login login = Login.begin(REALM).type("username", user.username());
    REALM.inbox().codeFor(user.phone());

    login.reload().reload();

    assertThat(REALM.inbox().countFor(user.phone())).isOne();
    login.codeFrom(user.phone()).tokens();
  }

  @Test
  void secondFactorBySmsDoesNotCountAfterIt() {
    TestUser sms = TestUser.random();
    Factors.createUserWithSms(REALM, sms);

    Login login = Login.begin(REALM).type("username", sms.username()).codeFrom(sms.phone());

    assertThat(login.isDone()).isTrue();
    assertThat(REALM.inbox().countFor(sms.phone())).isOne();
  }

  @Test
  void anotherSecondFactorIsAskedForAfterIt() {
    TestUser totp = TestUser.random();
    Factors.createUser(REALM, totp, List.of(Factors.totp()));

    Login login = Login.begin(REALM).type("username", totp.username()).codeFrom(totp.phone());
    assertThat(login.page().has("input[name=otp]")).isTrue();

    login.type("otp", Factors.totpCode()).tokens();
  }

  @Test
  void wrongCodesLockTheAccountAsWrongPasswordsDo() {
    try (TestRealm realm =
        TestRealm.create(
            it -> {
              Flows.loginBySms(it);
              it.put("failureFactor", 2).put("quickLoginCheckMilliSeconds", 0);
            })) {
      TestUser guessed = TestUser.random();
      String guessedId = realm.createUser(guessed);
      Login login = Login.begin(realm).type("username", guessed.username());
      String code = realm.inbox().codeFor(guessed.phone());
      login.type("code", "000000").type("code", "000001").type("code", "000002");

      Awaitility.await("the lock").until(() -> realm.isLocked(guessedId));
      login.type("code", code);

      assertThat(login.isDone()).isFalse();
      assertThat(login.page().errorAt("username")).contains("Invalid login name or password.");
    }
  }

  @Test
  void otherNodeFinishesWhatOneBegan() {
    KeycloakServer second = REALM.server().secondNode();

    Login.begin(REALM).type("username", user.username()).on(second).codeFrom(user.phone()).done();
  }

  @Test
  void userWithoutAPasswordNeedsNone() {
    TestUser none = TestUser.random();
    Map<String, Object> representation = new HashMap<>(none.representation());
    representation.remove("credentials");
    REALM.admin().body(representation).post("/users").then().statusCode(201);

    Login.begin(REALM).type("username", none.username()).codeFrom(none.phone()).tokens();
  }

  @Test
  void nameThatGetsNoCodeIsNotLoggedInByTheCodeOfAnother() {
    TestUser other = TestUser.random();
    REALM.createUser(other);
    Login.begin(REALM).type("username", other.phone());
    REALM.inbox().codeFor(other.phone());
    Login login = Login.begin(REALM).type("username", user.phone());
    String code = REALM.inbox().codeFor(user.phone());
    URI address = login.page().address();

    login.type("username", other.phone());
    assertThat(login.page().errorAt("username")).isPresent();
    login.goTo(login.browser().open(address));

    assertThat(login.page().has("#code")).isFalse();
    assertThat(login.type("code", code).isDone()).isFalse();
  }
}
