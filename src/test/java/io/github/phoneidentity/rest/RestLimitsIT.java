package io.github.phoneidentity.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.notNullValue;

import io.github.phoneidentity.testing.Parallel;
import io.github.phoneidentity.testing.RestApi;
import io.github.phoneidentity.testing.TestRealm;
import io.github.phoneidentity.testing.Unique;
import io.restassured.response.Response;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Codes by REST cannot be guessed or flooded, and failures are told. */
class RestLimitsIT {

  @AutoClose private static final TestRealm REALM = TestRealm.create();

  private final RestApi api = new RestApi(REALM);
  private final String phone = Unique.phone();

  @Test
  void twoHundredGuessesAtOnceAreFiveComparisons() {
    String id = api.send("registration", phone).path("id");
    String code = REALM.inbox().codeFor(phone);
    String wrong = code.equals("000000") ? "111111" : "000000";

    List<Response> answers = Parallel.run(200, i -> api.confirm(id, wrong));

    assertThat(answers)
        .filteredOn(answer -> "code_mismatch".equals(answer.path("error")))
        .hasSize(5);
    assertThat(answers).extracting(Response::statusCode).containsOnly(400, 410);
    api.confirm(id, code).then().statusCode(410).body("error", equalTo("verification_gone"));
  }

  @Test
  void hundredRequestsInTenSpellingsSendWhatThePolicyAllows() {
    try (TestRealm busy = TestRealm.create()) {
      busy.setPolicy(Map.of("resend-cooldown", "0", "max-sends-per-hour", "3"));
      List<String> spellings = spellings(phone);

      List<Response> answers =
          Parallel.run(100, i -> new RestApi(busy).send("registration", spellings.get(i % 10)));

      assertThat(answers).filteredOn(answer -> answer.statusCode() == 201).hasSize(3);
      assertThat(answers)
          .filteredOn(answer -> answer.statusCode() != 201)
          .allSatisfy(
              answer -> answer.then().statusCode(429).header("Retry-After", notNullValue()));
      assertThat(busy.inbox().countFor(phone)).isEqualTo(3);
    }
  }

  private static List<String> spellings(String phone) {
    String national = Unique.national(phone);
    String digits = national.replace("-", "");
    return List.of(
        phone,
        national,
        digits,
        national.replace('-', ' '),
        national.replace('-', '.'),
        "(" + national.replaceFirst("-", ") "),
        "+82 " + digits.substring(1),
        "+82-" + digits.substring(1),
        wide(digits),
        " " + national + " ");
  }

  private static String wide(String digits) {
    StringBuilder wide = new StringBuilder();
    digits.chars().forEach(digit -> wide.append((char) (digit - '0' + '\uFF10')));
    return wide.toString();
  }

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
  void confidentialClientHasAnAddressBudgetOfItsOwn() {
    try (TestRealm realm = TestRealm.create()) {
      realm.setPolicy(Map.of("max-sends-per-address-hour", "1"));
      RestApi app = new RestApi(realm);
      app.send("registration", Unique.phone()).then().statusCode(201);
      app.send("registration", Unique.phone()).then().statusCode(429);
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
      app.anonymous()
          .auth()
          .preemptive()
          .basic(client, "s3cret")
          .body(Map.of("purpose", "registration", "phone", Unique.phone()))
          .post("/verifications")
          .then()
          .statusCode(201);
    }
  }
}
