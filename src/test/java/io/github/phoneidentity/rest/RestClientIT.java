package io.github.phoneidentity.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import io.github.phoneidentity.testing.RestApi;
import io.github.phoneidentity.testing.TestRealm;
import io.github.phoneidentity.testing.Unique;
import io.restassured.specification.RequestSpecification;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may call, and from which web pages. */
class RestClientIT {

  private static final String ORIGIN = "https://app.example.com";

  @AutoClose private static final TestRealm REALM = TestRealm.create();

  private final RestApi api = new RestApi(REALM);

  private static String client(Map<String, Object> settings) {
    String id = "c-" + Unique.letters(8);
    Map<String, Object> client = new HashMap<>();
    client.put("clientId", id);
    client.put("publicClient", true);
    client.put("directAccessGrantsEnabled", true);
    client.put("webOrigins", List.of(ORIGIN));
    client.putAll(settings);
    REALM.admin().body(client).post("/clients").then().statusCode(201);
    return id;
  }

  private RequestSpecification as(String clientId) {
    return api.anonymous().queryParam("client_id", clientId).body(Map.of("username", "anybody"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "admin-cli",
        "account",
        "account-console",
        "security-admin-console",
        "broker",
        "realm-management",
        "nobody",
        "",
        "\uD83D"
      })
  void keycloaksOwnAndUnknownClientsMayNotCall(String clientId) {
    as(clientId)
        .post("/availability")
        .then()
        .statusCode(401)
        .body("error", equalTo("invalid_client"), "errorDescription", notNullValue());
  }

  @Test
  void everyCallNeedsAClient() {
    api.anonymous().body("{}").post("/availability").then().statusCode(401);
    api.anonymous().body("{}").post("/verifications").then().statusCode(401);
    api.anonymous().post("/verifications/x/resend").then().statusCode(401);
    api.anonymous().body("{}").post("/verifications/x/confirm").then().statusCode(401);
    api.anonymous().body("{}").post("/registrations").then().statusCode(401);
    api.anonymous().body("{}").put("/password").then().statusCode(401);
  }

  @Test
  void clientsWithoutDirectAccessGrantsMayNotCall() {
    refused(client(Map.of("directAccessGrantsEnabled", false)));
    refused(client(Map.of("enabled", false)));
    refused(client(Map.of("bearerOnly", true, "publicClient", false)));
    refused(client(Map.of("protocol", "saml")));
    refused(client(Map.of("consentRequired", true)));
  }

  @Test
  void clientPolicyThatForbidsThePasswordGrantForbidsTheApiToo() {
    try (TestRealm strict = TestRealm.create()) {
      strict
          .admin()
          .body(
              Map.of(
                  "profiles",
                  List.of(
                      Map.of(
                          "name",
                          "no-passwords",
                          "executors",
                          List.of(
                              Map.of(
                                  "executor",
                                  "reject-ropc-grant",
                                  "configuration",
                                  Map.of("auto-configure", false)))))))
          .put("/client-policies/profiles")
          .then()
          .statusCode(204);
      strict
          .admin()
          .body(
              Map.of(
                  "policies",
                  List.of(
                      Map.of(
                          "name",
                          "everybody",
                          "enabled",
                          true,
                          "conditions",
                          List.of(Map.of("condition", "any-client", "configuration", Map.of())),
                          "profiles",
                          List.of("no-passwords")))))
          .put("/client-policies/policies")
          .then()
          .statusCode(204);

      new RestApi(strict)
          .available(Map.of("username", "anybody"))
          .then()
          .statusCode(401)
          .body("error", equalTo("invalid_client"));
    }
  }

  /** What anybody can make up in any number, and at any length, is not written down. */
  @Test
  void idsThatDoNotExistAndRubbishLeaveNoEvent() {
    try (TestRealm quiet = TestRealm.create()) {
      RestApi there = new RestApi(quiet);
      there.confirm(UUID.randomUUID().toString(), "123456").then().statusCode(410);
      there.resend(UUID.randomUUID().toString()).then().statusCode(410);
      there.register(Map.of("username", "x".repeat(15_000))).then().statusCode(400);
      there
          .register(
              Map.of(
                  "username",
                  "x".repeat(10_000),
                  "phoneVerification",
                  UUID.randomUUID().toString()))
          .then()
          .statusCode(410);
      there.changePassword(UUID.randomUUID().toString(), "x".repeat(10)).then().statusCode(410);
      assertThat(quiet.events("REGISTER_ERROR")).isEmpty();
      assertThat(quiet.events("RESET_PASSWORD_ERROR")).isEmpty();

      String proof = there.prove("registration", Unique.phone());
      there
          .register(Map.of("username", "x".repeat(10_000), "phoneVerification", proof))
          .then()
          .statusCode(400);
      assertThat(quiet.events("REGISTER_ERROR"))
          .singleElement()
          .satisfies(event -> assertThat(event.toString()).hasSizeLessThan(2_000));
    }
  }

  /** The host of a request may be forged; a browser would offer the code there. */
  @Test
  void textIsNotBoundToAHostThatTheRequestMadeUp() {
    String phone = Unique.phone();
    api.request()
        .header("X-Forwarded-Host", "evil.example")
        .body(Map.of("purpose", "registration", "phone", phone))
        .post("/verifications")
        .then()
        .statusCode(201);

    assertThat(REALM.inbox().awaitText(phone).text()).doesNotContain("evil", "#");
  }

  @Test
  void textIsBoundToTheHostThatTheRealmDeclares() {
    try (TestRealm realm = TestRealm.create()) {
      realm
          .admin()
          .body(Map.of("attributes", Map.of("frontendUrl", "https://login.example.com")))
          .put()
          .then()
          .statusCode(204);
      String phone = Unique.phone();
      new RestApi(realm)
          .request()
          .header("X-Forwarded-Host", "evil.example")
          .body(Map.of("purpose", "registration", "phone", phone))
          .post("/verifications")
          .then()
          .statusCode(201);

      assertThat(realm.inbox().awaitText(phone).text()).contains("\n@login.example.com #");
    }
  }

  private void refused(String clientId) {
    as(clientId)
        .post("/availability")
        .then()
        .statusCode(401)
        .body("error", equalTo("invalid_client"));
  }

  @Test
  void confidentialClientCallsWithItsSecretOnly() {
    String id = client(Map.of("publicClient", false, "secret", "s3cret", "webOrigins", List.of()));

    refused(id);
    basic(id, "wrong").post("/availability").then().statusCode(401);
    basic(id, "s3cret").post("/availability").then().statusCode(200);
    basic(id, "s3cret").queryParam("client_id", id).post("/availability").then().statusCode(200);
    basic(id, "s3cret")
        .queryParam("client_id", "demo-app")
        .post("/availability")
        .then()
        .statusCode(401);
  }

  private RequestSpecification basic(String id, String secret) {
    return api.anonymous()
        .auth()
        .preemptive()
        .basic(id, secret)
        .body(Map.of("username", "anybody"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Basic", "Basic ", "Basic %%%", "Basic JTol", "Basic AAAA", "Bearer x"})
  void malformedAuthorizationIsRefused(String header) {
    api.anonymous()
        .header("Authorization", header)
        .body(Map.of("username", "anybody"))
        .post("/availability")
        .then()
        .statusCode(401)
        .body("error", equalTo("invalid_client"));
  }

  @Test
  void proofOfOneClientIsNothingToAnother() {
    String phone = Unique.phone();
    String proof = api.prove("registration", phone);

    api.anonymous()
        .queryParam("client_id", client(Map.of()))
        .body(Map.of("code", "123456"))
        .post("/verifications/{id}/confirm", proof)
        .then()
        .statusCode(410)
        .body("error", equalTo("verification_gone"));
  }

  @Test
  void browsersLearnWhatTheyMayCall() {
    api.anonymous()
        .header("Origin", ORIGIN)
        .header("Access-Control-Request-Method", "POST")
        .options("/verifications")
        .then()
        .statusCode(204)
        .header("Access-Control-Allow-Origin", ORIGIN)
        .header("Access-Control-Allow-Methods", containsString("PUT"))
        .header("Access-Control-Allow-Headers", containsString("Content-Type"))
        .header("Access-Control-Allow-Headers", containsString("Authorization"));
  }

  @Test
  void webOriginsOfTheClientMayReadAnswersAndErrors() {
    String id = client(Map.of());

    as(id)
        .header("Origin", ORIGIN)
        .post("/availability")
        .then()
        .statusCode(200)
        .header("Access-Control-Allow-Origin", ORIGIN)
        .header("Access-Control-Expose-Headers", containsString("Retry-After"));
    as(id)
        .header("Origin", ORIGIN)
        .body("{")
        .post("/registrations")
        .then()
        .statusCode(400)
        .header("Access-Control-Allow-Origin", ORIGIN);
    as("nobody")
        .header("Origin", ORIGIN)
        .post("/availability")
        .then()
        .statusCode(401)
        .header("Access-Control-Allow-Origin", ORIGIN);
  }

  @Test
  void otherOriginsAreRefusedBeforeAnythingHappens() {
    String phone = Unique.phone();
    api.anonymous()
        .queryParam("client_id", client(Map.of()))
        .header("Origin", "https://evil.example.com")
        .body(Map.of("purpose", "registration", "phone", phone))
        .post("/verifications")
        .then()
        .statusCode(403)
        .header("Access-Control-Allow-Origin", nullValue())
        .body("error", equalTo("not_allowed"));
    // The budget of the number is untouched.
    api.send("registration", phone).then().statusCode(201);
  }

  @Test
  void wordsAreInTheReadersLanguageAndCodesAreNot() {
    String korean =
        api.request()
            .header("Accept-Language", "ko")
            .body("{")
            .post("/registrations")
            .then()
            .statusCode(400)
            .body("error", equalTo("invalid_request"))
            .extract()
            .path("errorDescription");
    api.request()
        .header("Accept-Language", "en")
        .body("{")
        .post("/registrations")
        .then()
        .body("errorDescription", not(equalTo(korean)));
  }

  @Test
  void documentIsServedToEverybodyWithItsAddress() {
    api.anonymous()
        .get("/openapi.json")
        .then()
        .statusCode(200)
        .body("openapi", equalTo("3.0.3"))
        .body("servers[0].url", equalTo(REALM.url() + "/phone-identity"))
        .body(
            "paths.'/claims'.servers[0].url",
            equalTo(
                REALM
                    .server()
                    .baseUrl()
                    .resolve("/admin/realms/" + REALM.name() + "/phone-identity")
                    .toString()));
  }

  @Test
  void disabledRealmAnswersNobodyAndSendsNothing() {
    try (TestRealm closed = TestRealm.create()) {
      closed.admin().body(Map.of("enabled", false)).put().then().statusCode(204);
      String phone = Unique.phone();

      new RestApi(closed)
          .send("registration", phone)
          .then()
          .statusCode(403)
          .body("error", equalTo("not_allowed"), "errorDescription", notNullValue());
      assertThat(closed.inbox().countFor(phone)).isZero();
    }
  }

  @Test
  void realmThatTakesNoPartHasNoSuchApi() {
    try (TestRealm other =
        TestRealm.create(
            realm ->
                realm
                    .withArray("requiredActions")
                    .forEach(
                        action -> {
                          if (action.get("alias").asText().equals("VERIFY_PHONE")) {
                            ((com.fasterxml.jackson.databind.node.ObjectNode) action)
                                .put("enabled", false);
                          }
                        }))) {
      RestApi elsewhere = new RestApi(other);
      elsewhere.available(Map.of("username", "anybody")).then().statusCode(404);
      elsewhere.anonymous().get("/openapi.json").then().statusCode(404);
    }
  }
}
