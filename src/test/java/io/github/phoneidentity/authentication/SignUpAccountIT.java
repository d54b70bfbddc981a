package io.github.phoneidentity.authentication;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.phoneidentity.testing.Browser;
import io.github.phoneidentity.testing.Page;
import io.github.phoneidentity.testing.SignUp;
import io.github.phoneidentity.testing.Spelling;
import io.github.phoneidentity.testing.TestRealm;
import io.github.phoneidentity.testing.TestUser;
import io.github.phoneidentity.testing.Tokens;
import io.github.phoneidentity.testing.Unique;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** What a sign-up leaves behind, as apps, the account console and the administrator see it. */
class SignUpAccountIT {

  @AutoClose private static final TestRealm REALM = TestRealm.create();

  private final TestUser user = TestUser.random();

  @Test
  void idTokenAccessTokenAndUserinfoTellPhoneAndNickname() {
    Tokens tokens = SignUp.begin(REALM).prove(user.phone()).fill(user).tokens();

    Map<String, Object> userinfo =
        REALM
            .request()
            .auth()
            .oauth2(tokens.accessToken())
            .get("/protocol/openid-connect/userinfo")
            .then()
            .statusCode(200)
            .extract()
            .jsonPath()
            .getMap("$");
    for (Map<String, Object> claims : List.of(tokens.idClaims(), tokens.accessClaims(), userinfo)) {
      assertThat(claims)
          .containsEntry("phone_number", user.phone())
          .containsEntry("phone_number_verified", true)
          .containsEntry("nickname", user.nickname())
          .containsEntry("preferred_username", user.username())
          .doesNotContainKeys("phoneNumberVerifiedAt", "phone_number_verified_at");
    }
    assertThat(lifespan(tokens)).isEqualTo(1800);
  }

  @Test
  void userIsStoredWithTheInstantOfTheProofAndTheDefaultRoles() {
    Instant before = Instant.now();
    SignUp.begin(REALM).prove(user.phone()).fill(user).tokens();

    JsonPath stored = REALM.userNamed(user.username());
    assertThat(stored.getString("attributes.phoneNumberVerified[0]")).isEqualTo("true");
    assertThat(Instant.parse(stored.getString("attributes.phoneNumberVerifiedAt[0]")))
        .isBetween(before.minusSeconds(5), before.plusSeconds(60));
    assertThat(stored.getBoolean("emailVerified")).isFalse();
    List<String> roles =
        REALM
            .admin()
            .get("/users/{id}/role-mappings/realm/composite", stored.getString("id"))
            .jsonPath()
            .getList("name");
    assertThat(roles).contains("member").doesNotContain("admin");
  }

  @Test
  void newcomerLogsInByEveryIdentifier() {
    SignUp.begin(REALM).prove(user.phone()).fill(user).tokens();

    for (Identifier identifier : Identifier.values()) {
      assertThat(REALM.passwordGrant(identifier.of(user), user.password()).statusCode())
          .as("%s", identifier)
          .isEqualTo(200);
    }
  }

  @Test
  void neitherLogNorEventsShowTheNumberOrTheCode() {
    SignUp signUp = SignUp.begin(REALM).phone(Unique.national(user.phone()));
    String code = REALM.inbox().codeFor(user.phone());
    signUp.code("12").code(code).fill(user).tokens();

    String written =
        REALM.server().log()
            + Stream.of("REGISTER", "REGISTER_ERROR", "LOGIN", "LOGIN_ERROR", "CODE_TO_TOKEN")
                .map(type -> REALM.events(type).toString())
                .collect(Collectors.joining());
    assertThat(REALM.events("REGISTER").toString()).contains(user.username());
    assertThat(written)
        .contains(user.username())
        .doesNotContain(Spelling.INTERNATIONAL.of(user.phone()))
        .doesNotContain(Spelling.NATIONAL.of(user.phone()))
        .doesNotContainPattern("\\b" + code + "\\b");
  }

  @Test
  void accountConsoleShowsThePhoneAndRefusesItsEdit() {
    Tokens tokens = SignUp.begin(REALM).prove(user.phone()).fill(user).tokens();
    JsonPath account = account(tokens);
    assertThat(account.getString("attributes.phoneNumber[0]")).isEqualTo(user.phone());
    assertThat(account.getMap("attributes"))
        .doesNotContainKeys("phoneNumberVerified", "phoneNumberVerifiedAt");
    assertThat(account.getString("attributes.nickname[0]")).isEqualTo(user.nickname());

    for (Map.Entry<String, String> edit :
        Map.of(
                "phoneNumber", Unique.phone(),
                "phoneNumberVerified", "false",
                "phoneNumberVerifiedAt", "2999-01-01T00:00:00Z")
            .entrySet()) {
      Response refused = save(tokens, edit.getKey(), edit.getValue());

      assertThat(refused.statusCode()).as("%s", edit).isEqualTo(400);
      assertThat(refused.asString()).contains(edit.getKey());
    }
    assertThat(account(tokens).getMap("attributes")).isEqualTo(account.getMap("attributes"));
  }

  @Test
  void nicknameIsItsOwnersToChange() {
    Tokens tokens = SignUp.begin(REALM).prove(user.phone()).fill(user).tokens();
    TestUser other = TestUser.random();
    REALM.createUser(other);
    String wished = Unique.letters(8);

    assertThat(save(tokens, "nickname", other.nickname()).statusCode()).isEqualTo(400);
    assertThat(save(tokens, "nickname", wished).statusCode()).isEqualTo(204);

    assertThat(REALM.passwordGrant(wished, user.password()).statusCode()).isEqualTo(200);
    assertThat(REALM.passwordGrant(user.nickname(), user.password()).statusCode()).isEqualTo(400);
    String id = REALM.userNamed(user.username()).getString("id");
    assertThat(REALM.user(id).getString("attributes.phoneNumberVerified[0]")).isEqualTo("true");
  }

  @Test
  void optionalContactCanBeSkippedAndAddedFieldsGiveNoNumber() {
    TestRealm realm = TestRealm.create(SignUpAccountIT::makeOptional);
    try (realm) {
      SignUp signUp = SignUp.begin(realm, new Browser()).press("skip");
      Page form = signUp.page();
      assertThat(form.title()).isEqualTo("Create your account");

      signUp.goTo(
          form.form()
              .fill(user)
              .type("phoneNumber", user.phone())
              .type("phoneNumberVerified", "true")
              .submit());

      assertThat(signUp.tokens().idClaims()).doesNotContainKey("phone_number");
      assertThat(realm.userNamed(user.username()).getMap("attributes"))
          .doesNotContainKeys("phoneNumber", "phoneNumberVerified", "phoneNumberVerifiedAt");

      TestUser proving = TestUser.random();
      assertThat(SignUp.begin(realm).prove(proving.phone()).fill(proving).tokens().idClaims())
          .containsEntry("phone_number", proving.phone());
    }
  }

  @Test
  void requiredContactOffersNoSkipAndTakesNone() {
    SignUp signUp = SignUp.begin(REALM);

    assertThat(signUp.page().has("[name=skip]")).isFalse();
    Page page = signUp.page().form().without("phone").type("skip", "true").submit();
    assertThat(page.title()).isEqualTo("Sign up with your phone number");
  }

  private static void makeOptional(ObjectNode realm) {
    for (JsonNode config : realm.get("authenticatorConfig")) {
      if (config.path("config").has("channel")) {
        ((ObjectNode) config.get("config")).put("optional", "true");
      }
    }
  }

  private static long lifespan(Tokens tokens) {
    return ((Number) tokens.accessClaims().get("exp")).longValue()
        - ((Number) tokens.accessClaims().get("iat")).longValue();
  }

  private static JsonPath account(Tokens tokens) {
    return REALM
        .request()
        .auth()
        .oauth2(tokens.accessToken())
        .accept("application/json")
        .get("/account")
        .then()
        .statusCode(200)
        .extract()
        .jsonPath();
  }

  private static Response save(Tokens tokens, String attribute, String value) {
    Map<String, Object> account = account(tokens).getMap("$");
    Map<String, Object> attributes = new HashMap<>(account(tokens).getMap("attributes"));
    attributes.put(attribute, List.of(value));
    account.put("attributes", attributes);
    return REALM
        .request()
        .auth()
        .oauth2(tokens.accessToken())
        .contentType("application/json")
        .body(account)
        .post("/account");
  }
}
