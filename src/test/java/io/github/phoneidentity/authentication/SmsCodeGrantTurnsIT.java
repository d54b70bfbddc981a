package io.github.phoneidentity.authentication;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.phoneidentity.testing.Rows;
import io.github.phoneidentity.testing.TestRealm;
import io.github.phoneidentity.testing.TestUser;
import io.restassured.response.Response;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a password grant with a code is answered when something is wrong. */
class SmsCodeGrantTurnsIT {

  @AutoClose private static final TestRealm REALM = TestRealm.create(SmsCodeGrantTurnsIT::patient);

  /** Without the lock for failures in quick succession. */
  private static void patient(ObjectNode realm) {
    realm.put("quickLoginCheckMilliSeconds", 0);
  }

  @Test
  void expiredCodeIsRefusedAndTheFirstCallSendsAnother() {
    TestUser user = TestUser.random();
    Factors.createUserWithSms(REALM, user);
    grant(user, null);
    String old = REALM.inbox().codeFor(user.phone());
    new Rows(REALM).expire(user.phone());

    refused(grant(user, old), "The code has ended; ask for another one without sms_code");

    new Rows(REALM).endCooldown(user.phone());
    grant(user, null);
    String fresh = REALM.inbox().awaitText(user.phone(), 2).code();
    assertThat(grant(user, fresh).statusCode()).isEqualTo(200);
  }

  @Test
  void whereTheCodeIsRequiredAUserWithoutTheFactorIsRefused() {
    try (TestRealm strict = TestRealm.create(Flows::requireSmsInGrant)) {
      TestUser user = TestUser.random();
      strict.createUser(user);
      TestUser enrolled = TestUser.random();
      Factors.createUserWithSms(strict, enrolled);

      for (String code : new String[] {null, "123456"}) {
        Response answer = SmsGrant.send(strict, user, code);
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.jsonPath().getString("error")).isEqualTo("invalid_grant");
      }
      assertThat(strict.inbox().countFor(user.phone())).isZero();
      assertThat(SmsGrant.send(strict, enrolled, null).jsonPath().getString("error"))
          .isEqualTo("sms_code_required");
    }
  }

  @Test
  void codeWithoutAFirstCallIsRefused() {
    TestUser user = TestUser.random();
    Factors.createUserWithSms(REALM, user);

    refused(grant(user, "123456"), "The code has ended; ask for another one without sms_code");
  }

  @ParameterizedTest
  @ValueSource(strings = {"abc", "12345", "12345678901234567890", "''", "💥"})
  void malformedCodeCostsNoTry(String typed) {
    TestUser user = TestUser.random();
    Factors.createUserWithSms(REALM, user);
    grant(user, null);
    String code = REALM.inbox().codeFor(user.phone());

    refused(grant(user, typed), "A code has 6 digits");

    refused(grant(user, wrong(code)), "Wrong code, 4 attempts left");
    assertThat(grant(user, code).statusCode()).isEqualTo(200);
  }

  @Test
  void codeThatWasTriedTooOftenIsRefusedEvenWhenRight() {
    TestUser user = TestUser.random();
    String id = Factors.createUserWithSms(REALM, user);
    grant(user, null);
    String code = REALM.inbox().codeFor(user.phone());
    for (int left = 4; left >= 0; left--) {
      refused(grant(user, wrong(code)), "Wrong code, " + left + " attempts left");
      int counted = 5 - left;
      Awaitility.await().until(() -> REALM.failedLogins(id) == counted);
    }

    refused(grant(user, code), "The code has ended; ask for another one without sms_code");
  }

  @Test
  void codeOfAnotherUserIsWrong() {
    TestUser user = TestUser.random();
    TestUser other = TestUser.random();
    Factors.createUserWithSms(REALM, user);
    Factors.createUserWithSms(REALM, other);
    grant(user, null);
    grant(other, null);
    String code = REALM.inbox().codeFor(user.phone());
    String others = REALM.inbox().codeFor(other.phone());

    if (!others.equals(code)) {
      refused(grant(user, others), "Wrong code, 4 attempts left");
    }
    assertThat(grant(user, code).statusCode()).isEqualTo(200);
  }

  @Test
  void codeBelongsToTheClientThatAskedForIt() {
    TestUser user = TestUser.random();
    Factors.createUserWithSms(REALM, user);
    createClient("other-app", Map.of("publicClient", true));
    grant(user, null);
    String code = REALM.inbox().codeFor(user.phone());

    Response other =
        SmsGrant.send(REALM, SmsGrant.form(user, code).formParam("client_id", "other-app"));

    refused(other, "The code has ended; ask for another one without sms_code");
    assertThat(grant(user, code).statusCode()).isEqualTo(200);
  }

  @Test
  void confidentialClientBringsItsSecret() {
    TestUser user = TestUser.random();
    Factors.createUserWithSms(REALM, user);
    createClient("backend", Map.of("publicClient", false, "secret", "the-secret"));

    Response first =
        SmsGrant.send(
            REALM, SmsGrant.form(user, null).header("Authorization", basic("the-secret")));
    assertThat(first.jsonPath().getString("error")).isEqualTo("sms_code_required");
    String code = REALM.inbox().codeFor(user.phone());

    Response stolen =
        SmsGrant.send(REALM, SmsGrant.form(user, code).header("Authorization", basic("a-guess")));
    assertThat(stolen.statusCode()).isEqualTo(401);
    Response second =
        SmsGrant.send(
            REALM, SmsGrant.form(user, code).header("Authorization", basic("the-secret")));
    assertThat(second.statusCode()).isEqualTo(200);
  }

  @Test
  void otherNodeTakesTheCodeThatOneSent() {
    TestUser user = TestUser.random();
    Factors.createUserWithSms(REALM, user);
    grant(user, null);
    String code = REALM.inbox().codeFor(user.phone());

    Response second = SmsGrant.send(REALM.on(REALM.server().secondNode()), user, code);

    assertThat(second.statusCode()).isEqualTo(200);
  }

  @Test
  void lockedUserIsRefusedWithTheRightCode() {
    TestUser user = TestUser.random();
    String id = Factors.createUserWithSms(REALM, user);
    grant(user, null);
    String code = REALM.inbox().codeFor(user.phone());
    REALM.admin().body(Map.of("failureFactor", 1)).put().then().statusCode(204);
    try {
      grant(user, wrong(code));
      Awaitility.await().until(() -> REALM.isLocked(id));

      Response response = SmsGrant.send(REALM, user, code);

      assertThat(response.statusCode()).isIn(400, 401);
      assertThat(response.jsonPath().getString("error")).isEqualTo("invalid_grant");
      REALM.admin().delete("/attack-detection/brute-force/users/{id}", id);
      assertThat(grant(user, code).statusCode()).isEqualTo(200);
    } finally {
      REALM.admin().body(Map.of("failureFactor", 30)).put().then().statusCode(204);
    }
  }

  @Test
  void userWhoseNumberWasRemovedIsRefused() {
    TestUser user = TestUser.random();
    String id = Factors.createUserWithSms(REALM, user);
    Map<String, Object> changed = new HashMap<>(user.withoutPhone().representation());
    changed.remove("credentials");
    REALM.admin().body(changed).put("/users/{id}", id).then().statusCode(204);

    refused(grant(user, null), "There is no number that a code can be sent to");
  }

  @Test
  void textThatWasNotDeliveredCanBeAskedForAgainAtOnce() {
    TestUser user = TestUser.random();
    Factors.createUserWithSms(REALM, user);
    REALM.inbox().answer(user.phone(), 400);
    grant(user, null);
    REALM.inbox().answer(user.phone(), 202);

    assertThat(grant(user, null).jsonPath().getString("error")).isEqualTo("sms_code_required");

    String code = REALM.inbox().awaitText(user.phone(), 2).code();
    assertThat(grant(user, code).statusCode()).isEqualTo(200);
  }

  @Test
  void usedUpGuessesSayWhenToComeBack() {
    TestUser user = TestUser.random();
    Factors.createUserWithSms(REALM, user);
    REALM.setPolicy(Map.of("max-attempts-per-hour", "1"));
    try {
      grant(user, null);
      String code = REALM.inbox().codeFor(user.phone());
      grant(user, wrong(code));

      Response limited = grant(user, wrong(code));

      assertThat(limited.statusCode()).isEqualTo(429);
      assertThat(limited.jsonPath().getString("error")).isEqualTo("too_many_requests");
      assertThat(Integer.parseInt(limited.header("Retry-After"))).isBetween(1, 3600);
    } finally {
      REALM.setPolicy(Map.of("max-attempts-per-hour", "10"));
    }
  }

  private static void refused(Response response, String description) {
    assertThat(response.statusCode()).as(response.asString()).isEqualTo(401);
    assertThat(response.jsonPath().getString("error")).isEqualTo("invalid_grant");
    assertThat(response.jsonPath().getString("error_description")).isEqualTo(description);
    assertThat(response.header("Retry-After")).isNull();
  }

  private static String wrong(String code) {
    return (char) ('0' + ('9' - code.charAt(0))) + code.substring(1);
  }

  private static void createClient(String name, Map<String, Object> settings) {
    Map<String, Object> client = new HashMap<>(settings);
    client.put("clientId", name);
    client.put("directAccessGrantsEnabled", true);
    REALM.admin().body(client).post("/clients").then().statusCode(201);
  }

  private static String basic(String secret) {
    return "Basic "
        + Base64.getEncoder()
            .encodeToString(("backend:" + secret).getBytes(StandardCharsets.UTF_8));
  }

  /** Keycloak answers 400, and compares nothing, while it still books the grant before. */
  private static Response grant(TestUser user, String code) {
    return Awaitility.await()
        .until(() -> SmsGrant.send(REALM, user, code), answer -> answer.statusCode() != 400);
  }
}
