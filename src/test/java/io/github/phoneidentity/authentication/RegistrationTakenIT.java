package io.github.phoneidentity.authentication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.not;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.phoneidentity.testing.Page;
import io.github.phoneidentity.testing.RealmExport;
import io.github.phoneidentity.testing.RestApi;
import io.github.phoneidentity.testing.SignUp;
import io.github.phoneidentity.testing.TestRealm;
import io.github.phoneidentity.testing.TestUser;
import io.github.phoneidentity.testing.Unique;
import io.restassured.response.Response;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** How often a sign-up discloses that a value belongs to another user, and how it says so. */
class RegistrationTakenIT {

  @AutoClose private static final TestRealm REALM = TestRealm.create();

  private final TestUser owner = TestUser.random();
  private final TestUser newcomer = TestUser.random();

  @Test
  void twentiethAnswerTakenRevokesTheProofOfTheApp() {
    REALM.createUser(owner);
    RestApi api = RestApi.fromEverywhere(REALM);
    Map<String, Object> form =
        new HashMap<>(RestApi.form(newcomer, api.prove("registration", newcomer.phone())));
    form.put("email", owner.email());

    List<Integer> answers =
        IntStream.range(0, 25).mapToObj(attempt -> api.register(form).statusCode()).toList();

    assertThat(answers.subList(0, 19)).containsOnly(409);
    assertThat(answers.subList(20, 25)).containsOnly(410);
    api.register(RestApi.form(newcomer, (String) form.get("phoneVerification")))
        .then()
        .statusCode(410)
        .body("error", equalTo("verification_gone"));
  }

  @Test
  void answersTakenCountForTheAddressAsAvailabilityChecksDo() {
    try (TestRealm strict = TestRealm.create()) {
      strict.setPolicy(Map.of("max-checks-per-address-hour", "2"));
      strict.createUser(owner);
      RestApi api = new RestApi(strict);
      Map<String, Object> form =
          new HashMap<>(RestApi.form(newcomer, api.prove("registration", newcomer.phone())));
      form.put("username", owner.username());

      api.register(form).then().statusCode(409).body("field", equalTo("username"));
      api.register(form).then().statusCode(409);
      Response limited = api.register(form);

      limited.then().statusCode(429).body("error", equalTo("too_many_requests"));
      assertThat(limited.header("Retry-After")).isNotNull();
      api.register(RestApi.form(newcomer, (String) form.get("phoneVerification")))
          .then()
          .statusCode(201);
    }
  }

  @Test
  void fieldsThatBreakRulesAreToldWithoutWhatIsTaken() {
    REALM.createUser(owner);
    RestApi api = new RestApi(REALM);
    Map<String, Object> form =
        new HashMap<>(RestApi.form(newcomer, api.prove("registration", newcomer.phone())));
    form.put("email", owner.email());
    form.put("nickname", "no spaces allowed");

    api.register(form)
        .then()
        .statusCode(400)
        .body("error", equalTo("validation_failed"))
        .body("errors.field", everyItem(not(equalTo("email"))));
  }

  @Test
  void pageDisclosesNoMoreThanTheAddressMayAsk() {
    try (TestRealm strict = TestRealm.create()) {
      strict.setPolicy(Map.of("max-checks-per-address-hour", "1"));
      strict.createUser(owner);
      SignUp signUp = SignUp.begin(strict).prove(newcomer.phone());
      Page form = signUp.page();

      Page told = form.form().fill(newcomer).type("email", owner.email()).submit();
      Page limited = told.form().fill(newcomer).type("email", owner.email()).submit();

      assertThat(told.errorAt("email")).isPresent();
      assertThat(limited.status()).isEqualTo(429);
      assertThat(limited.text()).contains("Too many requests").doesNotContain("exists");
    }
  }

  @Test
  void numberInQuarantineIsNotAvailableYetAndHasNoAccount() {
    try (TestRealm careful = TestRealm.create()) {
      careful.setPolicy(
          Map.of(
              "released-number-quarantine",
              "30",
              "reveal-contacts",
              "true",
              "resend-cooldown",
              "0"));
      String id = careful.createUser(owner);
      careful.admin().delete("/users/{id}", id).then().statusCode(204);
      RestApi api = new RestApi(careful);

      SignUp signUp = SignUp.begin(careful).prove(owner.phone());
      String proof = api.prove("registration", owner.phone());

      assertThat(signUp.page().errorAt("phone"))
          .hasValueSatisfying(error -> assertThat(error).contains("not available yet"));
      api.register(RestApi.form(newcomer, proof))
          .then()
          .statusCode(409)
          .body("error", equalTo("taken"))
          .body("field", equalTo("phone"));
      api.available(Map.of("phone", owner.phone()))
          .then()
          .body("phone.available", equalTo(false))
          .body("phone.reason", equalTo("reserved"));
    }
  }

  @Test
  void eventOfARefusedSignUpMasksAUsernameThatIsTheOwnNumber() {
    REALM.createUser(owner);
    String name = Unique.national(newcomer.phone()).replaceAll("\\D", "");
    SignUp signUp = SignUp.begin(REALM).prove(newcomer.phone());

    Page told =
        signUp
            .page()
            .form()
            .fill(newcomer.withUsername(name))
            .type("email", owner.email())
            .submit();

    assertThat(told.errorAt("email")).isPresent();
    assertThat(REALM.events("REGISTER_ERROR").toString()).contains("*").doesNotContain(name);
  }

  /** Where users may write a number that is not proven. */
  @Test
  void numberThatANewcomerWritesDisclosesNoMoreThanAName() {
    try (TestRealm open = TestRealm.create(RegistrationTakenIT::letUsersWriteTheNumber)) {
      open.setPolicy(Map.of("max-checks-per-address-hour", "2"));
      TestUser owner = TestUser.random();
      open.createUser(owner);
      open.sendMail();
      TestUser user = TestUser.random();
      RestApi rest = new RestApi(open, "10.9.8.7");
      Map<String, Object> form = RestApi.form(user, null);
      form.remove("phoneVerification");
      form.put("emailVerification", rest.proveEmail("registration", user.email()));
      form.put("phoneNumber", owner.phone());

      for (int i = 0; i < 2; i++) {
        rest.register(form)
            .then()
            .statusCode(409)
            .body("error", equalTo("taken"), "field", equalTo("phone"));
      }
      rest.register(form).then().statusCode(429);
    }
  }

  private static void letUsersWriteTheNumber(ObjectNode realm) {
    for (JsonNode config : realm.path("authenticatorConfig")) {
      if (config.path("config").has("channel")) {
        ((ObjectNode) config.path("config")).put("channel", "email");
      }
    }
    RealmExport.eachAttribute(
        realm,
        attribute -> {
          if (attribute.path("name").asText().equals("phoneNumber")) {
            attribute.withObject("/permissions").withArray("/edit").add("user");
          }
        });
  }
}
