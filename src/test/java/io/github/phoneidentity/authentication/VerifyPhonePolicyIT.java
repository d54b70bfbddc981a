package io.github.phoneidentity.authentication;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phoneidentity.testing.RestApi;
import io.github.phoneidentity.testing.SignUp;
import io.github.phoneidentity.testing.TestRealm;
import io.github.phoneidentity.testing.TestUser;
import io.github.phoneidentity.testing.Unique;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The realm's policy as the console edits it: the config of {@code VERIFY_PHONE}. */
class VerifyPhonePolicyIT {

  private static final String ACTION = "/authentication/required-actions/VERIFY_PHONE";
  private static final Map<String, String> DEFAULTS =
      Map.ofEntries(
          Map.entry("default-region", "KR"),
          Map.entry("allowed-countries", ""),
          Map.entry("allowed-number-types", "MOBILE,FIXED_LINE_OR_MOBILE"),
          Map.entry("code-length", "6"),
          Map.entry("code-lifespan", "180"),
          Map.entry("proof-lifespan", "1800"),
          Map.entry("max-attempts", "5"),
          Map.entry("max-attempts-per-hour", "10"),
          Map.entry("resend-cooldown", "60"),
          Map.entry("max-sends-per-hour", "5"),
          Map.entry("max-sends-per-day", "10"),
          Map.entry("max-sends-per-address-hour", "20"),
          Map.entry("max-checks-per-address-hour", "300"),
          Map.entry("max-sends-per-realm-day", "10000"),
          Map.entry("max-sends-per-country-day", "0"),
          Map.entry("reveal-contacts", "false"),
          Map.entry("gateways", "log"),
          Map.entry("test-numbers", ""),
          Map.entry("proof-max-age", "0"),
          Map.entry("released-number-quarantine", "0"));

  @AutoClose private static final TestRealm REALM = TestRealm.create();

  @Test
  void consoleShowsEveryKeyWithItsDefaultAndAnExplanation() {
    JsonPath description =
        REALM
            .admin()
            .get(ACTION + "/config-description")
            .then()
            .statusCode(200)
            .extract()
            .jsonPath();

    Map<String, String> shown = new HashMap<>();
    for (Map<String, Object> property : description.<Map<String, Object>>getList("properties")) {
      Object preset = property.get("defaultValue");
      shown.put((String) property.get("name"), preset == null ? "" : preset.toString());
      assertThat((String) property.get("label")).isNotBlank();
      assertThat((String) property.get("helpText")).isNotBlank();
    }
    assertThat(shown).containsAllEntriesOf(DEFAULTS);
  }

  @ParameterizedTest
  @CsvSource({
    "default-region, Korea, ISO 3166",
    "allowed-countries, 'KR,XX', ISO 3166",
    "allowed-number-types, CARRIER_PIGEON, number types",
    "code-length, 5, from 6 to 8",
    "code-length, 9, from 6 to 8",
    "code-lifespan, 29, from 30 to 600",
    "code-lifespan, 601, from 30 to 600",
    "proof-lifespan, 0, whole number",
    "max-attempts, 0, whole number",
    "max-attempts-per-hour, many, whole number",
    "resend-cooldown, -1, whole number",
    "max-sends-per-hour, 1.5, whole number",
    "max-sends-per-day, 99999999999999999999, whole number",
    "reveal-contacts, maybe, true or false",
    "gateways, pigeon, unknown gateway",
    "proof-max-age, -1, whole number",
    "no-such-key, 1, is no key"
  })
  void wrongValueIsRefusedWithTheKeyAndTheReasonAndNothingIsStored(
      String key, String value, String reason) {
    Map<String, String> before = REALM.policy();

    Response answer = put(key, value);

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.asString()).contains(key).contains(reason);
    assertThat(REALM.policy()).isEqualTo(before);
  }

  @Test
  void rightValuesAreStoredAndReadBack() {
    REALM.setPolicy(
        Map.of("code-length", "8", "resend-cooldown", "0", "gateways", "KR=http,*=log"));

    assertThat(REALM.policy())
        .containsEntry("code-length", "8")
        .containsEntry("gateways", "KR=http,*=log");
    String phone = Unique.phone();
    SignUp.begin(REALM).phone(phone);
    assertThat(REALM.inbox().codeFor(phone)).hasSize(8);
  }

  @Test
  void countryOfTheNumberChoosesTheGateway() {
    REALM.setPolicy(Map.of("gateways", "KR=http,*=log"));
    RestApi api = RestApi.fromEverywhere(REALM);
    String phone = Unique.phone();
    String american = "+12012" + phone.substring(phone.length() - 6);

    api.send("registration", phone).then().statusCode(201);
    // In production mode gateway log refuses every text.
    api.send("registration", american).then().statusCode(503);

    assertThat(REALM.inbox().countFor(phone)).isEqualTo(1);
    assertThat(REALM.inbox().countFor(american)).isZero();
  }

  @Test
  void testNumberIsProvenByItsCodeWithoutAText() {
    String phone = Unique.phone();
    try (TestRealm realm = TestRealm.create()) {
      realm.setPolicy(Map.of("test-numbers", phone + ":424242"));

      SignUp signUp = SignUp.begin(realm).phone(phone).code("424242");

      assertThat(signUp.page().has("#kc-register-form")).as(signUp.page().text()).isTrue();
      assertThat(realm.inbox().countFor(phone)).isZero();
    }
  }

  @Test
  void codesAndProofsOfANumberEndWhenItIsTakenOffTheList() {
    TestUser open = TestUser.random();
    TestUser proven = TestUser.random();
    try (TestRealm realm = TestRealm.create()) {
      realm.setPolicy(
          Map.of("test-numbers", open.phone() + ":424242," + proven.phone() + ":424242"));
      RestApi app = new RestApi(realm);
      SignUp signUp = SignUp.begin(realm).phone(open.phone());
      String code = app.send("password-reset", open.phone()).path("id");
      String proof = app.send("registration", proven.phone()).path("id");
      app.confirm(proof, "424242").then().statusCode(200);
      realm.setPolicy(Map.of("test-numbers", Unique.phone() + ":424242"));

      signUp.code("424242");

      assertThat(signUp.page().has("#kc-register-form")).isFalse();
      app.confirm(code, "424242").then().statusCode(410);
      app.request().body(RestApi.form(proven, proof)).post("/registrations").then().statusCode(410);
    }
  }

  @Test
  void policyIsExportedWithTheRealm() {
    REALM.setPolicy(Map.of("max-sends-per-day", "9"));

    List<Map<String, Object>> actions =
        REALM
            .admin()
            .post("/partial-export")
            .then()
            .statusCode(200)
            .extract()
            .jsonPath()
            .getList("requiredActions");

    assertThat(actions)
        .anySatisfy(
            action -> {
              assertThat(action).containsEntry("alias", "VERIFY_PHONE");
              assertThat(action.get("config").toString()).contains("max-sends-per-day=9");
            });
  }

  private static Response put(String key, String value) {
    Map<String, String> config = new HashMap<>(REALM.policy());
    config.put(key, value);
    return REALM.admin().body(Map.of("config", config)).put(ACTION + "/config");
  }
}
