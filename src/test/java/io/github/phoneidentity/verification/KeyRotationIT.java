package io.github.phoneidentity.verification;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phoneidentity.testing.Rows;
import io.github.phoneidentity.testing.SignUp;
import io.github.phoneidentity.testing.TestRealm;
import io.github.phoneidentity.testing.Unique;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.keycloak.common.util.Base64Url;

/** Codes live and die with the realm's secret, and with the server's. */
class KeyRotationIT {

  @AutoClose private final TestRealm realm = TestRealm.create();
  private final Rows rows = new Rows(realm);

  @Test
  void passiveSecretIsHonoured() {
    String before = Unique.phone();
    String verification = ask(before);
    String code = realm.inbox().codeFor(before);
    List<Map<String, Object>> old = secrets();

    addSecret();
    old.forEach(secret -> configure(secret, "active", "false"));

    String after = Unique.phone();
    ask(after);
    assertThat(rows.keyIds(after)).doesNotContainAnyElementsOf(rows.keyIds(before));
    confirm(verification, code).then().statusCode(200);
  }

  @Test
  void codeOfAVanishedSecretIsGoneAndANewOneCanBeHad() {
    String phone = Unique.phone();
    String verification = ask(phone);
    String code = realm.inbox().codeFor(phone);
    List<Map<String, Object>> old = secrets();

    addSecret();
    old.forEach(secret -> realm.admin().delete("/components/{id}", secret.get("id")));

    confirm(verification, code).then().statusCode(410);
    rows.endWindows("sms:" + phone);
    String again = ask(phone);
    confirm(again, realm.inbox().awaitText(phone, 2).code()).then().statusCode(200);
  }

  /** By REST: a browser's own session is signed with the same secret and would end with it. */
  private String ask(String phone) {
    return api(Map.of("purpose", "registration", "phone", phone))
        .post("/phone-identity/verifications")
        .then()
        .statusCode(201)
        .extract()
        .path("id");
  }

  private Response confirm(String verification, String code) {
    return api(Map.of("code", code))
        .post("/phone-identity/verifications/{id}/confirm", verification);
  }

  private RequestSpecification api(Map<String, String> body) {
    return realm
        .request()
        .queryParam("client_id", "demo-app")
        .contentType(ContentType.JSON)
        .body(body);
  }

  /** The security notes say so: the database alone tells no code when there is a pepper. */
  @Test
  void readerOfTheDatabaseNeedsThePepperToo() {
    String phone = Unique.phone();
    SignUp.begin(realm).phone(phone);
    String code = realm.inbox().codeFor(phone);

    assertThat(derived(phone, realm.server().pepper())).isEqualTo(code);
    assertThat(derived(phone, null)).isNotEqualTo(code);
  }

  private String derived(String phone, String pepper) {
    byte[] secret = Base64Url.decode(rows.secretOf(phone));
    return new CodeDerivation(pepper)
        .code(
            new SecretKeySpec(secret, "HmacSHA512"),
            6,
            rows.ids(phone).get(0),
            Purpose.REGISTRATION,
            rows.realmId(),
            phone);
  }

  /** The realm's providers of HS512 secrets. */
  private List<Map<String, Object>> secrets() {
    JsonPath components =
        realm
            .admin()
            .queryParam("type", "org.keycloak.keys.KeyProvider")
            .get("/components")
            .jsonPath();
    return components.getList("findAll { it.providerId == 'hmac-generated' }");
  }

  private void addSecret() {
    Map<String, List<String>> config =
        Map.of("algorithm", List.of("HS512"), "priority", List.of("200"));
    realm
        .admin()
        .body(
            Map.of(
                "name", "newer",
                "providerId", "hmac-generated",
                "providerType", "org.keycloak.keys.KeyProvider",
                "config", config))
        .post("/components")
        .then()
        .statusCode(201);
  }

  private void configure(Map<String, Object> component, String key, String value) {
    Map<String, Object> changed = new HashMap<>(component);
    Map<String, Object> config = new HashMap<>((Map<String, Object>) component.get("config"));
    config.put(key, List.of(value));
    changed.put("config", config);
    realm.admin().body(changed).put("/components/{id}", component.get("id")).then().statusCode(204);
  }
}
