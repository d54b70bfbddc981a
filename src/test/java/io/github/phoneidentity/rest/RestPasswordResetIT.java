package io.github.phoneidentity.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.nullValue;

import io.github.phoneidentity.authentication.Factors;
import io.github.phoneidentity.authentication.Flows;
import io.github.phoneidentity.testing.Parallel;
import io.github.phoneidentity.testing.Reset;
import io.github.phoneidentity.testing.RestApi;
import io.github.phoneidentity.testing.TestRealm;
import io.github.phoneidentity.testing.TestUser;
import io.github.phoneidentity.testing.Unique;
import io.restassured.response.Response;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A forgotten password: nobody learns whether a number has an account, a proof is spent once. */
class RestPasswordResetIT {

  private static final String NEW_PASSWORD = "Brand-new-1-password";

  @AutoClose private static final TestRealm REALM = TestRealm.create();

  private final RestApi api = new RestApi(REALM);
  private final TestUser user = TestUser.random();

  /** Accounts that no code may be sent to, besides one that it may. */
  enum Account {
    KNOWN,
    UNKNOWN,
    UNPROVEN,
    DISABLED;

    String phone() {
      TestUser user = TestUser.random();
      switch (this) {
        case KNOWN -> REALM.createUser(user);
        case UNPROVEN -> REALM.createUser(user.withPhone(user.phone(), false));
        case DISABLED -> {
          String id = REALM.createUser(user);
          REALM
              .admin()
              .body(Map.of("enabled", false))
              .put("/users/{id}", id)
              .then()
              .statusCode(204);
        }
        case UNKNOWN -> {}
      }
      return user.phone();
    }
  }

  @ParameterizedTest
  @EnumSource
  void answersAreTheSameWhetherThereIsAnAccountOrNot(Account account) {
    String phone = account.phone();

    Response sent = api.send("password-reset", Unique.national(phone));
    Map<String, Object> body = new LinkedHashMap<>(sent.jsonPath().getMap("$"));
    String id = (String) body.put("id", "");
    assertThat(sent.statusCode()).isEqualTo(201);
    assertThat(body)
        .isEqualTo(
            Map.of(
                "id",
                "",
                "channel",
                "sms",
                "recipient",
                "+82******" + phone.substring(phone.length() - 4),
                "expiresIn",
                180,
                "codeLength",
                6,
                "resendIn",
                60));
    api.send("password-reset", phone)
        .then()
        .statusCode(429)
        .header("Retry-After", equalTo("60"))
        .body("error", equalTo("too_many_requests"));
    for (int left = 4; left >= 0; left--) {
      api.confirm(id, wrongCode(account, phone))
          .then()
          .statusCode(400)
          .body("error", equalTo("code_mismatch"), "attemptsLeft", equalTo(left));
    }
    api.confirm(id, "000000").then().statusCode(410).body("error", equalTo("verification_gone"));
    api.resend(id).then().statusCode(410);
    assertThat(REALM.inbox().countFor(phone)).isEqualTo(account == Account.KNOWN ? 1 : 0);
  }

  private static String wrongCode(Account account, String phone) {
    return account == Account.KNOWN && REALM.inbox().codeFor(phone).equals("000000")
        ? "111111"
        : "000000";
  }

  @Test
  void failedDeliveryIsNotTold() {
    REALM.createUser(user);
    REALM.inbox().answer(user.phone(), 400);

    String id =
        api.send("password-reset", user.phone()).then().statusCode(201).extract().path("id");
    Awaitility.await().until(() -> REALM.inbox().countFor(user.phone()) == 1);
    api.resend(id).then().statusCode(429);
  }

  @Test
  void failureThatIsKnownBeforeTheAnswerIsNotToldEither() {
    try (TestRealm refusing = TestRealm.create()) {
      // In production mode this gateway refuses at once.
      refusing.setPolicy(Map.of("gateways", "log"));
      List<TestUser> users = Stream.generate(TestUser::random).limit(50).toList();
      for (TestUser one : users) {
        Map<String, Object> representation = new HashMap<>(one.representation());
        representation.remove("credentials");
        refusing.createUser(representation);
      }
      RestApi anywhere = RestApi.fromEverywhere(refusing);

      List<Response> answers =
          Parallel.run(50, i -> anywhere.send("password-reset", users.get(i).phone()));

      assertThat(answers).extracting(Response::statusCode).containsOnly(201);
    }
  }

  @Test
  void passwordChangesAndTheProofIsSpent() {
    String id = REALM.createUser(user);
    String proof = api.prove("password-reset", user.phone());

    api.changePassword(proof, NEW_PASSWORD).then().statusCode(204);
    REALM.passwordGrant(user.username(), NEW_PASSWORD).then().statusCode(200);
    api.changePassword(proof, NEW_PASSWORD + "x").then().statusCode(410);
    assertThat(REALM.events("UPDATE_CREDENTIAL"))
        .anySatisfy(event -> assertThat(event).containsEntry("userId", id));
  }

  @Test
  void userIsToldByMail() {
    REALM.sendMail();
    REALM.createUser(user);

    api.changePassword(api.prove("password-reset", user.phone()), NEW_PASSWORD)
        .then()
        .statusCode(204);
    assertThat(REALM.mail().awaitMail(user.email()).text())
        .contains("****" + user.phone().substring(user.phone().length() - 4));
  }

  @Test
  void brokenPasswordPolicyDoesNotSpendTheProof() {
    REALM.createUser(user);
    String proof = api.prove("password-reset", user.phone());

    api.changePassword(proof, "short")
        .then()
        .statusCode(400)
        .body("error", equalTo("validation_failed"), "errors.field", hasItem("password"));
    api.changePassword(proof, user.username()).then().statusCode(400);
    api.changePassword(proof, NEW_PASSWORD).then().statusCode(204);
  }

  @Test
  void passwordThatWasUsedBeforeDoesNotSpendTheProof() {
    try (TestRealm mindful =
        TestRealm.create(
            realm ->
                realm.put(
                    "passwordPolicy",
                    realm.path("passwordPolicy").asText("length(8)")
                        + " and passwordHistory(3)"))) {
      RestApi elsewhere = new RestApi(mindful);
      mindful.createUser(user);
      String proof = elsewhere.prove("password-reset", user.phone());

      elsewhere
          .changePassword(proof, user.password())
          .then()
          .statusCode(400)
          .body("errors.error", hasItem("invalidPasswordHistoryMessage"));
      elsewhere.changePassword(proof, NEW_PASSWORD).then().statusCode(204);
    }
  }

  @Test
  void proofEndsWhenTheNumberIsNoLongerTheUsers() {
    String id = REALM.createUser(user);
    String proof = api.prove("password-reset", user.phone());
    Map<String, Object> representation = REALM.user(id).getMap("$");
    Map<String, Object> moved = new LinkedHashMap<>(representation);
    Map<String, Object> attributes = new LinkedHashMap<>(REALM.user(id).getMap("attributes"));
    attributes.put("phoneNumber", List.of(Unique.phone()));
    moved.put("attributes", attributes);
    REALM.admin().body(moved).put("/users/{id}", id).then().statusCode(204);

    api.changePassword(proof, NEW_PASSWORD).then().statusCode(410);
    // The old password is right; what is missing is a proof of the new number.
    REALM
        .passwordGrant(user.username(), user.password())
        .then()
        .body("error_description", equalTo("Account is not fully set up"));
  }

  @Test
  void proofIsGoneOnceThePasswordWasChangedByAnother() {
    String id = REALM.createUser(user);
    String proof = api.prove("password-reset", user.phone());
    REALM
        .admin()
        .body(Map.of("type", "password", "value", "Owners-new-pass-1", "temporary", false))
        .put("/users/{id}/reset-password", id)
        .then()
        .statusCode(204);

    Response answer = api.changePassword(proof, NEW_PASSWORD);

    assertThat(answer.statusCode()).isEqualTo(410);
    assertThat(REALM.passwordGrant(user.username(), "Owners-new-pass-1").statusCode())
        .isEqualTo(200);
  }

  /** A stranger who knows a name must not learn its number by the limits that are disclosed. */
  @Test
  void resetByANameDisclosesNothingOfItsNumber() {
    REALM.createUser(user);
    Reset.begin(REALM).identify(user.username());
    REALM.inbox().awaitText(user.phone(), 1);

    Response itsNumber = RestApi.fromEverywhere(REALM).send("password-reset", user.phone());
    Response another = RestApi.fromEverywhere(REALM).send("password-reset", Unique.phone());

    assertThat(itsNumber.statusCode()).isEqualTo(another.statusCode()).isEqualTo(201);
    assertThat(REALM.inbox().countFor(user.phone())).as("texts within the cooldown").isOne();
  }

  @Test
  void registrationProofChangesNoPassword() {
    REALM.createUser(user);
    REALM.setPolicy(Map.of("resend-cooldown", "60"));
    String proof = api.prove("registration", user.phone());

    api.changePassword(proof, NEW_PASSWORD)
        .then()
        .statusCode(410)
        .body("error", equalTo("verification_gone"));
  }

  @Test
  void twoRequestsWithOneProofChangeThePasswordOnce() {
    REALM.createUser(user);
    String proof = api.prove("password-reset", user.phone());

    List<Response> answers = Parallel.run(10, i -> api.changePassword(proof, NEW_PASSWORD + i));

    assertThat(answers).extracting(Response::statusCode).containsOnlyOnce(204);
    assertThat(answers).extracting(Response::statusCode).containsOnly(204, 410);
  }

  @Test
  void otherFactorStaysAndIsAskedForAsBefore() {
    String id =
        createUser(
            Map.of(
                "type", "otp",
                "secretData", "{\"value\":\"a-secret-of-the-test\"}",
                "credentialData",
                    "{\"subType\":\"totp\",\"digits\":6,\"period\":30,\"algorithm\":\"HmacSHA1\"}"));

    api.changePassword(api.prove("password-reset", user.phone()), NEW_PASSWORD)
        .then()
        .statusCode(204);
    REALM
        .admin()
        .get("/users/{id}/credentials", id)
        .then()
        .body("type", containsInAnyOrder("password", "otp"));
  }

  /** What a user may have besides SMS as a second factor. */
  enum Beside {
    NOTHING,
    TOTP,
    PASSKEY,
    RECOVERY_CODES;

    List<Map<String, Object>> factors() {
      return switch (this) {
        case NOTHING -> List.of();
        case TOTP -> List.of(Factors.totp());
        case PASSKEY -> List.of(Factors.passkey("webauthn"));
        case RECOVERY_CODES -> List.of(Factors.recoveryCodes());
      };
    }
  }

  @ParameterizedTest
  @EnumSource
  void textIsNeverBothTheResetAndAFactorOfTheNextLogin(Beside beside) {
    REALM.sendMail();
    String id = createUser(beside);
    String proof = api.prove("password-reset", user.phone());

    for (int i = 0; i < 2; i++) {
      // Twice the same, because the proof is not spent.
      api.changePassword(proof, NEW_PASSWORD)
          .then()
          .statusCode(403)
          .body("error", equalTo("not_allowed"), "reason", equalTo("second_factor"));
    }
    String email = api.proveEmail("password-reset", user.email());
    api.changePassword(proof, "00000000-0000-4000-8000-000000000000", NEW_PASSWORD)
        .then()
        .statusCode(410);
    api.changePassword(proof, email, NEW_PASSWORD).then().statusCode(204);
    api.changePassword(proof, email, NEW_PASSWORD).then().statusCode(410);
    REALM
        .admin()
        .get("/users/{id}/credentials", id)
        .then()
        .body("size()", equalTo(2 + beside.factors().size()), "type", hasItem("sms-otp"));
  }

  @Test
  void addressOfAnotherUserIsNoSecondProof() {
    REALM.sendMail();
    createUser(Beside.NOTHING);
    TestUser other = TestUser.random();
    REALM.createUser(other);
    String proof = api.prove("password-reset", user.phone());
    String foreign = api.proveEmail("password-reset", other.email());

    api.changePassword(proof, foreign, NEW_PASSWORD).then().statusCode(410);
    api.changePassword(proof, proof, NEW_PASSWORD).then().statusCode(410);
    // Neither is spent.
    api.changePassword(proof, api.proveEmail("password-reset", user.email()), NEW_PASSWORD)
        .then()
        .statusCode(204);
  }

  @Test
  void addressOnFileNeedNotBeVerifiedAsTheSecondProof() {
    REALM.sendMail();
    Map<String, Object> representation = representation(Beside.NOTHING);
    representation.put("emailVerified", false);
    REALM.createUser(representation);

    api.changePassword(
            api.prove("password-reset", user.phone()),
            api.proveEmail("password-reset", user.email()),
            NEW_PASSWORD)
        .then()
        .statusCode(204);
  }

  @Test
  void addressAloneResetsNothingWhereTheFlowHasNoMail() {
    REALM.sendMail();
    REALM.createUser(user);

    api.changePassword(api.proveEmail("password-reset", user.email()), NEW_PASSWORD)
        .then()
        .statusCode(403)
        .body("error", equalTo("not_allowed"), "reason", nullValue());
    REALM.passwordGrant(user.username(), user.password()).then().statusCode(200);
  }

  @Test
  void userWithoutAnAddressIsToldToAskTheAdministrator() {
    Map<String, Object> representation = representation(Beside.NOTHING);
    representation.remove("email");
    REALM.createUser(representation);

    api.changePassword(api.prove("password-reset", user.phone()), NEW_PASSWORD)
        .then()
        .statusCode(403)
        .body(
            "reason",
            equalTo("second_factor"),
            "errorDescription",
            containsString("administrator"));
  }

  private String createUser(Beside beside) {
    return REALM.createUser(representation(beside));
  }

  private Map<String, Object> representation(Beside beside) {
    Map<String, Object> representation = new LinkedHashMap<>(user.representation());
    List<Object> credentials = new ArrayList<>((List<?>) representation.get("credentials"));
    credentials.addAll(beside.factors());
    credentials.add(Factors.sms(user.phone(), true));
    representation.put("credentials", credentials);
    return representation;
  }

  private String createUser(Map<String, Object> factor) {
    Map<String, Object> representation = new LinkedHashMap<>(user.representation());
    List<Object> credentials = new ArrayList<>((List<?>) representation.get("credentials"));
    credentials.add(factor);
    representation.put("credentials", credentials);
    return REALM.createUser(representation);
  }

  @Test
  void realmThatForbidsItIsObeyed() {
    try (TestRealm strict =
        TestRealm.create(
            realm -> realm.put("resetPasswordAllowed", false).put("registrationAllowed", false))) {
      RestApi elsewhere = new RestApi(strict);
      for (String purpose : List.of("password-reset", "registration")) {
        elsewhere
            .send(purpose, user.phone())
            .then()
            .statusCode(403)
            .body("error", equalTo("not_allowed"));
      }
      for (String id : List.of("00000000-0000-4000-8000-000000000000", "nonsense")) {
        elsewhere.changePassword(id, NEW_PASSWORD).then().statusCode(403);
        elsewhere.register(RestApi.form(user, id)).then().statusCode(403);
      }
    }
  }

  @Test
  void flowThatRequiresTheAddressAsWellBindsTheApi() {
    try (TestRealm both =
        TestRealm.create(realm -> Flows.resetWithToo(realm, "reset-credential-email"))) {
      both.sendMail();
      both.createUser(user);
      RestApi there = new RestApi(both);
      String phone = there.prove("password-reset", user.phone());

      there
          .changePassword(phone, NEW_PASSWORD)
          .then()
          .statusCode(403)
          .body("error", equalTo("not_allowed"));
      String email = there.proveEmail("password-reset", user.email());
      there.changePassword(email, NEW_PASSWORD).then().statusCode(403);
      there.changePassword(phone, email, NEW_PASSWORD).then().statusCode(204);
    }
  }

  @Test
  void flowThatOnlyPagesCanHonourForbidsIt() {
    try (TestRealm denying =
        TestRealm.create(realm -> Flows.resetWithToo(realm, "deny-access-authenticator"))) {
      denying.createUser(user);

      new RestApi(denying)
          .send("password-reset", user.phone())
          .then()
          .statusCode(403)
          .body("error", equalTo("not_allowed"));
    }
  }
}
