package io.github.phoneidentity.authentication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.github.phoneidentity.testing.AppLogin;
import io.github.phoneidentity.testing.Browser;
import io.github.phoneidentity.testing.Login;
import io.github.phoneidentity.testing.Page;
import io.github.phoneidentity.testing.Spelling;
import io.github.phoneidentity.testing.TestRealm;
import io.github.phoneidentity.testing.TestUser;
import io.github.phoneidentity.testing.Tokens;
import io.github.phoneidentity.testing.Unique;
import io.restassured.response.Response;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Login by username, e-mail, phone or nickname, in the browser and in the password grant. */
class IdentifierLoginIT {

  private static final String INVALID = "Invalid login name or password.";

  @AutoClose
  private static final TestRealm REALM =
      TestRealm.create(realm -> realm.put("webAuthnPolicyPasswordlessPasskeysEnabled", true));

  private final TestUser user = TestUser.random();
  private String id;

  @BeforeAll
  static void eventsOfTheseTestsAreKept() {
    assertThat(REALM.events("LOGIN")).isEmpty();
  }

  @BeforeEach
  void userIsThere() {
    id = REALM.createUser(user);
  }

  @ParameterizedTest
  @EnumSource
  void everyIdentifierLogsInInTheBrowserAndByPasswordGrant(Identifier identifier) {
    Login login = Login.begin(REALM).password(identifier.of(user), user.password());
    Response grant = REALM.passwordGrant(identifier.of(user), user.password());

    assertThat(login.tokens().idClaims()).containsEntry("sub", id);
    assertThat(Tokens.of(REALM, grant).idClaims())
        .containsEntry("sub", id)
        .containsEntry("phone_number", user.phone())
        .containsEntry("phone_number_verified", true)
        .containsEntry("nickname", user.nickname())
        .containsEntry("preferred_username", user.username());
  }

  @Test
  void unknownAndKnownAccountsAreAnsweredByTheSamePage() {
    TestUser nobody = TestUser.random();
    TestUser disabled = TestUser.random();
    String disabledId = REALM.createUser(disabled);
    disable(disabledId);
    TestUser unproven = TestUser.random().withPhone(Unique.phone(), false);
    REALM.createUser(unproven);

    for (Identifier identifier : Identifier.values()) {
      Page known = Login.begin(REALM).password(identifier.of(user), "wrong-password").page();
      assertThat(known.text()).contains(INVALID);
      for (TestUser other : List.of(nobody, disabled, unproven)) {
        Page page = Login.begin(REALM).password(identifier.of(other), "wrong-password").page();

        assertThat(page.status()).isEqualTo(known.status());
        assertThat(names(page)).isEqualTo(names(known));
        assertThat(withoutIds(page, identifier.of(other)))
            .as("%s", identifier)
            .isEqualTo(withoutIds(known, identifier.of(user)));
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void passwordGrantAnswersUnknownAndKnownAccountsAlike(Identifier identifier) {
    Response known = REALM.passwordGrant(identifier.of(user), "wrong-password");
    Response unknown = REALM.passwordGrant(identifier.of(TestUser.random()), "wrong-password");

    assertThat(known.statusCode()).isEqualTo(unknown.statusCode()).isEqualTo(400);
    assertThat(known.asString()).isEqualTo(unknown.asString()).contains("invalid_grant");
  }

  @ParameterizedTest
  @ValueSource(strings = {"@", "+", "()", "-", "%00", "💥", "a@", "+82"})
  void oddIdentifiersAreNobodys(String typed) {
    Page page = Login.begin(REALM).password(typed, user.password()).page();

    assertThat(page.status()).isEqualTo(200);
    assertThat(page.text()).contains(INVALID);
    assertThat(REALM.passwordGrant(typed, user.password()).statusCode()).isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "   "})
  void blankIdentifierIsNone(String typed) {
    assertThat(Login.begin(REALM).password(typed, user.password()).page().text()).contains(INVALID);
    REALM
        .passwordGrant(typed, user.password())
        .then()
        .statusCode(401)
        .body("error", equalTo("invalid_request"));
  }

  @Test
  void passwordGrantWithoutAnIdentifierIsRefused() {
    REALM
        .request()
        .formParam("grant_type", "password")
        .formParam("client_id", "demo-app")
        .formParam("password", "irrelevant")
        .post("/protocol/openid-connect/token")
        .then()
        .statusCode(401)
        .body("error", equalTo("invalid_request"));
  }

  @Test
  void identifierWithANulIsNobodys() {
    for (String typed : List.of("\0", user.username() + "\0", user.phone() + "\0")) {
      assertThat(Login.begin(REALM).password(typed, user.password()).page().text())
          .contains(INVALID);
      assertThat(REALM.passwordGrant(typed, user.password()).statusCode()).isEqualTo(400);
    }
  }

  @Test
  void overlongIdentifierIsNobodys() {
    assertThat(Login.begin(REALM).password("0".repeat(5000), user.password()).page().text())
        .contains(INVALID);
    assertThat(Login.begin(REALM).password("가".repeat(300), user.password()).page().text())
        .contains(INVALID);
  }

  @ParameterizedTest
  @EnumSource
  void disabledUserIsRefusedByEveryIdentifier(Identifier identifier) {
    disable(id);

    Page page = Login.begin(REALM).password(identifier.of(user), user.password()).page();

    assertThat(AppLogin.isBackAtApp(page)).isFalse();
    assertThat(page.text()).contains("disabled");
    assertThat(REALM.passwordGrant(identifier.of(user), user.password()).statusCode())
        .isEqualTo(400);
  }

  @Test
  void rememberedUserIsGreetedByAnIdentifierThatWorks() {
    for (Identifier identifier : List.of(Identifier.PHONE, Identifier.NICKNAME)) {
      Browser browser = new Browser();
      Login.begin(REALM, browser).rememberMe(user.withUsername(identifier.of(user))).tokens();
      assertThat(browser.cookies().getCookies())
          .anySatisfy(
              cookie -> {
                assertThat(cookie.getName()).isEqualTo("KEYCLOAK_IDENTITY");
                assertThat(cookie.getMaxAge()).isPositive();
              });

      Page again = REALM.login().with("prompt", "login").start(browser);

      assertThat(AppLogin.isBackAtApp(again.form().type("password", user.password()).submit()))
          .isTrue();
    }
  }

  @Test
  void passkeysStayOnOfferInTheForm() {
    Page page = REALM.login().start(new Browser());

    assertThat(page.form().field("username").attr("autocomplete")).contains("webauthn");
    assertThat(page.has("#webauth")).isTrue();
    assertThat(Login.begin(REALM).password(user.nickname(), "wrong").page().has("#webauth"))
        .isTrue();
  }

  @Test
  void eventsAndLogShowNoFullNumber() {
    TestUser nobody = TestUser.random();
    for (Identifier identifier : Identifier.values()) {
      Login.begin(REALM).password(identifier.of(user), user.password()).page();
      Login.begin(REALM).password(identifier.of(user), "wrong-password").page();
      Login.begin(REALM).password(identifier.of(nobody), "wrong-password").page();
      REALM.passwordGrant(identifier.of(user), user.password());
      REALM.passwordGrant(identifier.of(nobody), "wrong-password");
    }

    String events =
        Stream.of("LOGIN", "LOGIN_ERROR", "CODE_TO_TOKEN", "CODE_TO_TOKEN_ERROR")
            .map(type -> REALM.events(type).toString())
            .reduce("", String::concat);
    String log = REALM.server().log();
    assertThat(events).contains(id);
    for (String phone : List.of(user.phone(), nobody.phone())) {
      for (Spelling spelling : Spelling.values()) {
        assertThat(events).doesNotContain(spelling.of(phone));
        assertThat(log).doesNotContain(spelling.of(phone));
      }
    }
    assertThat(events).contains("+82******" + nobody.phone().substring(9));
  }

  private static void disable(String id) {
    Map<String, Object> representation = REALM.user(id).getMap("$");
    representation.put("enabled", false);
    REALM.admin().body(representation).put("/users/{id}", id).then().statusCode(204);
  }

  private static TreeSet<String> names(Page page) {
    return new TreeSet<>(page.headers().map().keySet());
  }

  /** The page but for what is different in every page. */
  private static String withoutIds(Page page, String typed) {
    return page.body()
        .replace("value=\"" + typed.strip() + "\"", "value=\"typed\"")
        .replace("value=\"" + typed + "\"", "value=\"typed\"")
        .replaceAll("(session_code|execution|tab_id|client_data|auth_session_hash)=[^&\"]*", "$1")
        .replaceAll("(challenge|authSessionIdHash|[cC]hecker)[^;\\n]*", "$1")
        .replaceAll("[A-Za-z0-9_+/=-]{22,}", "id");
  }
}
