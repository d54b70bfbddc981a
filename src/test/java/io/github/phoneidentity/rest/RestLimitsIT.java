package io.github.phoneidentity.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.notNullValue;

import io.github.phoneidentity.testing.RestApi;
import io.github.phoneidentity.testing.Rows;
import io.github.phoneidentity.testing.TestRealm;
import io.github.phoneidentity.testing.TestUser;
import io.github.phoneidentity.testing.Unique;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is refused before a text goes out, what spends no guess, and failures that are told. */
class RestLimitsIT {

  @AutoClose private static final TestRealm REALM = TestRealm.create();

  private final RestApi api = new RestApi(REALM);
  private final String phone = Unique.phone();

  @Test
  void sameCodeIsSentAgainAfterTheCooldown() {
    String id = api.send("registration", phone).path("id");
    String code = REALM.inbox().codeFor(phone);
    api.resend(id).then().statusCode(429).header("Retry-After", notNullValue());

    REALM
        .admin()
        .queryParam("phone", phone)
        .delete("/phone-identity/limits")
        .then()
        .statusCode(204);
    api.resend(id).then().statusCode(200).body("id", equalTo(id), "expiresIn", is(180));
    assertThat(REALM.inbox().awaitText(phone, 2).code()).isEqualTo(code);
    api.confirm(id, code.charAt(0) + " " + code.substring(1)).then().statusCode(200);
    api.confirm(id, code).then().statusCode(410);
    api.resend(id).then().statusCode(410);
  }

  /** Some HTTP clients send it with the type of forms, others with none. */
  @Test
  void resendHasNoBodyAndNeedsNoType() {
    try (TestRealm realm = TestRealm.create()) {
      realm.setPolicy(Map.of("resend-cooldown", "0"));
      RestApi app = new RestApi(realm);
      String id = app.send("registration", phone).path("id");

      app.request()
          .contentType("application/x-www-form-urlencoded; charset=ISO-8859-1")
          .post("/verifications/{id}/resend", id)
          .then()
          .statusCode(200);
      app.request()
          .contentType("application/x-www-form-urlencoded")
          .formParam("client_id", "demo-app")
          .post("/verifications/{id}/resend", id)
          .then()
          .statusCode(400)
          .body("error", equalTo("invalid_request"));
      app.request()
          .contentType("application/x-www-form-urlencoded")
          .post("/verifications")
          .then()
          .statusCode(400)
          .body("error", equalTo("invalid_request"));
    }
  }

  @Test
  void failedDeliveryIsToldAndLiftsTheCooldown() {
    REALM.inbox().answer(phone, 400);
    api.send("registration", phone)
        .then()
        .statusCode(503)
        .body("error", equalTo("delivery_failed"));

    REALM.inbox().answer(phone, 202);
    api.send("registration", phone).then().statusCode(201);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "12345", "1234567", "abcdef", "12345\u0000"})
  void whatIsNoCodeSpendsNoGuess(String typed) {
    String id = api.send("registration", phone).path("id");
    for (int i = 0; i < 6; i++) {
      api.confirm(id, typed).then().statusCode(400).body("error", equalTo("invalid_request"));
    }
    api.confirm(id, REALM.inbox().codeFor(phone)).then().statusCode(200);
  }

  @ParameterizedTest
  @CsvSource({
    "123, invalid_phone",
    "kim01012345678, invalid_phone",
    "'', invalid_phone",
    "02-312-3456, phone_not_allowed"
  })
  void numbersThatGetNoTextSayWhy(String typed, String error) {
    api.send("registration", typed).then().statusCode(400).body("error", equalTo(error));
    api.send("password-reset", typed).then().statusCode(400).body("error", equalTo(error));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"purpose\":\"registration\"}",
        "{\"phone\":\"010-1234-5678\"}",
        "{\"purpose\":\"login\",\"phone\":\"010-1234-5678\"}",
        "{\"purpose\":\"second-factor\",\"phone\":\"010-1234-5678\"}",
        "{\"purpose\":\"registration\",\"phone\":\"010-1234-5678\",\"email\":\"a@example.com\"}",
        "{\"purpose\":\"registration\",\"phone\":\"010-1234-5678\",\"locale\":\"ko\"}"
      })
  void requestsThatSayTooLittleOrTooMuchAreRefused(String body) {
    api.request()
        .body(body)
        .post("/verifications")
        .then()
        .statusCode(400)
        .body("error", equalTo("invalid_request"));
  }

  @Test
  void confidentialClientHasNoLimitOfAnAddressForTextsButOneForChecks() {
    try (TestRealm realm = TestRealm.create()) {
      realm.setPolicy(
          Map.of(
              "max-sends-per-address-hour", "1",
              "max-checks-per-address-hour", "1",
              "max-sends-per-realm-day", "4"));
      RestApi app = new RestApi(realm);
      app.send("registration", Unique.phone()).then().statusCode(201);
      app.send("registration", Unique.phone()).then().statusCode(429);
      String client = createConfidentialClient(realm);

      for (int text = 2; text <= 4; text++) {
        backend(app, client).body(sending()).post("/verifications").then().statusCode(201);
      }
      backend(app, client).body(sending()).post("/verifications").then().statusCode(429);

      Map<String, String> check = Map.of("username", "somebody");
      backend(app, client).body(check).post("/availability").then().statusCode(200);
      backend(app, client).body(check).post("/availability").then().statusCode(429);
    }
  }

  private static Map<String, String> sending() {
    return Map.of("purpose", "registration", "phone", Unique.phone());
  }

  private static RequestSpecification backend(RestApi app, String client) {
    return app.anonymous().auth().preemptive().basic(client, "s3cret");
  }

  private static String createConfidentialClient(TestRealm realm) {
    String client = "c-" + Unique.letters(8);
    realm
        .admin()
        .body(
            Map.of(
                "clientId",
                client,
                "publicClient",
                false,
                "secret",
                "s3cret",
                "directAccessGrantsEnabled",
                true))
        .post("/clients")
        .then()
        .statusCode(201);
    return client;
  }

  @Test
  void networkOfTenSubscribersIsLimitedToo() {
    try (TestRealm realm = TestRealm.create(json -> json.put("sslRequired", "none"))) {
      realm.setPolicy(Map.of("max-sends-per-address-hour", "1"));
      for (int subscriber = 0; subscriber < 10; subscriber++) {
        from(realm, "2001:db8:7:" + subscriber + "::1").then().statusCode(201);
      }

      from(realm, "2001:db8:7:a::1").then().statusCode(429);
      from(realm, "2001:db8:8:a::1").then().statusCode(201);
      from(realm, "64:ff9b::c000:201").then().statusCode(201);
      from(realm, "192.0.2.1").then().statusCode(429);
    }
  }

  private static Response from(TestRealm realm, String address) {
    return new RestApi(realm, address).send("registration", Unique.phone());
  }

  @Test
  void proofOfAResetLivesNoLongerThanACode() {
    TestUser owner = TestUser.random();
    REALM.createUser(owner);
    String reset = api.send("password-reset", owner.phone()).path("id");
    String code = REALM.inbox().codeFor(owner.phone());
    String registration = api.send("registration", phone).path("id");

    api.confirm(reset, code).then().statusCode(200).body("expiresIn", is(180));
    api.confirm(registration, REALM.inbox().codeFor(phone))
        .then()
        .statusCode(200)
        .body("expiresIn", is(1800));
  }

  @Test
  void resendsEndTenMinutesAfterTheFirstText() {
    try (TestRealm realm = TestRealm.create()) {
      realm.setPolicy(Map.of("resend-cooldown", "0"));
      RestApi app = new RestApi(realm);
      String id = app.send("registration", phone).path("id");
      new Rows(realm).ageFirstText(phone, 500_000);

      app.resend(id)
          .then()
          .statusCode(200)
          .body("expiresIn", allOf(greaterThan(90), lessThan(101)));
    }
  }
}
