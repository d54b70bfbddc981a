package io.github.phoneidentity.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.startsWith;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.phoneidentity.testing.Parallel;
import io.github.phoneidentity.testing.RestApi;
import io.github.phoneidentity.testing.TestRealm;
import io.github.phoneidentity.testing.TestUser;
import io.github.phoneidentity.testing.Unique;
import io.restassured.response.Response;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code POST /registrations}: the realm's rules, proofs that are spent once, all or nothing. */
class RestRegistrationIT {

  @AutoClose private static final TestRealm REALM = TestRealm.create();

  private final RestApi api = new RestApi(REALM);
  private final TestUser user = TestUser.random();

  @BeforeEach
  void sendsFollowAtOnce() {
    REALM.setPolicy(Map.of("resend-cooldown", "0"));
  }

  private Map<String, Object> form() {
    return RestApi.form(user, api.prove("registration", user.phone()));
  }

  private static void error(Response response, int status, String error) {
    response.then().statusCode(status).body("error", equalTo(error));
  }

  private static void nobodyIsCalled(String username) {
    assertThat(REALM.userIds(Map.of("username", username, "exact", true))).isEmpty();
  }

  @Test
  void userHasWhatWasProvenAndWhatEverybodyGets() {
    String id = api.register(form()).then().statusCode(201).extract().path("id");

    assertThat(REALM.user(id).getString("attributes.phoneNumber[0]")).isEqualTo(user.phone());
    assertThat(REALM.user(id).getString("attributes.phoneNumberVerified[0]")).isEqualTo("true");
    assertThat(REALM.user(id).getBoolean("emailVerified")).isFalse();
    assertThat(REALM.user(id).getBoolean("enabled")).isTrue();
    REALM
        .admin()
        .get("/users/{id}/role-mappings/realm", id)
        .then()
        .body("name", hasItem(startsWith("default-roles-")));
    Map<String, Object> event =
        REALM.events("REGISTER").stream()
            .filter(found -> id.equals(found.get("userId")))
            .findFirst()
            .orElseThrow();
    assertThat(event).containsEntry("clientId", "demo-app");
    assertThat((String) event.get("ipAddress")).startsWith("10.");
  }

  @Test
  void repeatGivesTheSameUser() {
    Map<String, Object> form = form();
    String id = api.register(form).then().statusCode(201).extract().path("id");

    api.register(form).then().statusCode(201).body("id", equalTo(id));
    form.put("username", TestUser.random().username());
    error(api.register(form), 410, "verification_gone");
  }

  @Test
  void provenNumberAloneMayBeUsernameAndNickname() {
    String phone = Unique.phoneAsName();
    String own = Unique.national(phone).replace("-", "");
    Map<String, Object> form = RestApi.form(user, api.prove("registration", phone));
    String others = Unique.national(Unique.phoneAsName()).replace("-", "");

    form.put("username", others);
    error(api.register(form), 400, "validation_failed");
    nobodyIsCalled(others);
    form.put("username", own);
    form.put("nickname", own);
    String id = api.register(form).then().statusCode(201).extract().path("id");

    assertThat(REALM.user(id).getString("username")).isEqualTo(own);
  }

  @Test
  void proofIsRequired() {
    Map<String, Object> form = form();
    form.remove("phoneVerification");

    error(api.register(form), 400, "invalid_request");
    nobodyIsCalled(user.username());
  }

  @ParameterizedTest
  @CsvSource({"nonsense", "00000000-0000-4000-8000-000000000000"})
  void unknownProofIsGone(String id) {
    Map<String, Object> form = RestApi.form(user, id);

    error(api.register(form), 410, "verification_gone");
  }

  @Test
  void unknownProofsAreOneAnswerInAllCalls() {
    Set<String> answers =
        Stream.of("nonsense", "00000000-0000-4000-8000-000000000000")
            .flatMap(
                id ->
                    Stream.of(
                        api.register(RestApi.form(user, id)).asString(),
                        api.changePassword(id, user.password()).asString()))
            .collect(Collectors.toSet());

    assertThat(answers).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({"nonsense", "00000000-0000-4000-8000-000000000000", "''"})
  void unknownFieldIsNamedWhateverTheProof(String id) {
    Map<String, Object> form = RestApi.form(user, id);
    form.put("nickName", "x");
    api.register(form)
        .then()
        .statusCode(400)
        .body("error", equalTo("invalid_request"), "field", equalTo("nickName"));
    form.remove("phoneVerification");
    api.register(form).then().statusCode(400).body("field", equalTo("nickName"));
  }

  @Test
  void nothingIsSentWhereNoProofIsRequired() {
    try (TestRealm optional = TestRealm.create(RestRegistrationIT::withoutObligation)) {
      RestApi there = new RestApi(optional);

      error(there.send("registration", user.phone()), 403, "not_allowed");
      error(there.register(RestApi.form(user, "nonsense")), 403, "not_allowed");
    }
  }

  private static void withoutObligation(ObjectNode realm) {
    for (JsonNode config : realm.path("authenticatorConfig")) {
      if (config.path("config").has("channel")) {
        ((ObjectNode) config.path("config")).put("optional", "true");
      }
    }
  }

  @Test
  void verificationThatWasNotConfirmedIsNoProof() {
    String id = api.send("registration", user.phone()).path("id");

    error(api.register(RestApi.form(user, id)), 410, "verification_gone");
    nobodyIsCalled(user.username());
  }

  @Test
  void proofOfAnotherPurposeIsNone() {
    REALM.createUser(user);
    String reset = api.prove("password-reset", user.phone());

    error(api.register(RestApi.form(TestUser.random(), reset)), 410, "verification_gone");
  }

  @ParameterizedTest
  @CsvSource({
    "username, x",
    "username, Has Spaces",
    "email, nonsense",
    "nickname, 'with space'",
    "nickname, 01012345678",
    "firstName, ''",
    "password, short",
    "password, ''"
  })
  void brokenRuleIsToldWithItsFieldAndTheProofStaysUsable(String field, String value) {
    Map<String, Object> form = form();
    Object right = form.put(field, value);

    api.register(form)
        .then()
        .statusCode(400)
        .body("error", equalTo("validation_failed"), "errors.field", hasItem(field));
    nobodyIsCalled(user.username());

    form.put(field, right);
    api.register(form).then().statusCode(201);
  }

  @ParameterizedTest
  @CsvSource({
    "phoneNumber, +821012345678",
    "phoneNumberVerified, true",
    "emailVerified, true",
    "enabled, true",
    "id, x",
    "realmRoles, admin",
    "locale2, en"
  })
  void whatAUserMayNotWriteIsAnUnknownField(String field, String value) {
    Map<String, Object> form = form();
    form.put(field, value);

    api.register(form)
        .then()
        .statusCode(400)
        .body("error", equalTo("invalid_request"), "field", equalTo(field));
    form.remove(field);
    api.register(form).then().statusCode(201);
  }

  @ParameterizedTest
  @CsvSource({"username", "email", "nickname"})
  void valueThatSomebodyHasIsTakenAndTheProofStaysUsable(String field) {
    TestUser other = TestUser.random();
    REALM.createUser(other);
    Map<String, Object> form = form();
    Object own = form.put(field, RestApi.form(other, "").get(field));

    api.register(form)
        .then()
        .statusCode(409)
        .body("error", equalTo("taken"), "field", equalTo(field));
    form.put(field, own);
    api.register(form).then().statusCode(201);
  }

  @Test
  void phoneThatSomebodyHasIsTakenOnceItIsProven() {
    REALM.createUser(user);
    TestUser second = TestUser.random().withPhone(user.phone(), true);

    api.register(RestApi.form(second, api.prove("registration", user.phone())))
        .then()
        .statusCode(409)
        .body("error", equalTo("taken"), "field", equalTo("phone"));
    nobodyIsCalled(second.username());
  }

  @Test
  void unprovenNumberOnFileIsTakenTooAndAnEventTellsTheAdministrator() {
    REALM.createUser(user.withPhone(user.phone(), false));
    TestUser second = TestUser.random().withPhone(user.phone(), true);

    error(
        api.register(RestApi.form(second, api.prove("registration", user.phone()))), 409, "taken");
    assertThat(REALM.events("REGISTER_ERROR"))
        .anySatisfy(event -> assertThat(event).containsEntry("error", "unproven_phone_in_use"));
  }

  @Test
  void fiftyRegistrationsWithOneProvenPhoneMakeOneUser() {
    String proof = api.prove("registration", user.phone());

    List<Response> answers =
        Parallel.run(
            50,
            i ->
                api.register(RestApi.form(TestUser.random().withPhone(user.phone(), true), proof)));

    assertThat(answers).extracting(Response::statusCode).containsOnlyOnce(201);
    assertThat(answers).extracting(Response::statusCode).isSubsetOf(201, 409, 410);
    assertThat(REALM.userIds(Map.of("q", "phoneNumber:" + user.phone()))).hasSize(1);
  }

  @Test
  void fiftyRegistrationsWithProofsOfTheirOwnAndOneNicknameMakeOneUser() {
    REALM.setPolicy(Map.of("max-sends-per-address-hour", "100"));
    List<String> proofs = Parallel.run(50, i -> api.prove("registration", Unique.phone()));

    List<Response> answers =
        Parallel.run(
            50,
            i ->
                api.register(
                    RestApi.form(
                        TestUser.random().withNickname(spelling(user.nickname(), i)),
                        proofs.get(i))));

    assertThat(answers).extracting(Response::statusCode).containsOnlyOnce(201);
    assertThat(answers)
        .filteredOn(answer -> answer.statusCode() != 201)
        .allSatisfy(
            loser ->
                loser
                    .then()
                    .statusCode(409)
                    .body("error", equalTo("taken"), "field", equalTo("nickname")));
  }

  @Test
  void sameRequestSentFiftyTimesAtOnceMakesOneUserAndOneAnswer() {
    Map<String, Object> form = form();

    List<Response> answers = Parallel.run(50, i -> api.register(form));

    assertThat(answers).extracting(Response::statusCode).containsOnly(201);
    assertThat(answers)
        .extracting(answer -> answer.<String>path("id"))
        .containsOnly(REALM.userNamed(user.username()).getString("id"));
  }

  private static String spelling(String nickname, int i) {
    int at = i % nickname.length();
    return nickname.substring(0, at)
        + nickname.substring(at, at + 1).toUpperCase(java.util.Locale.ROOT)
        + nickname.substring(at + 1);
  }
}
