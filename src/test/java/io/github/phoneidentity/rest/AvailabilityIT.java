package io.github.phoneidentity.rest;

import static org.hamcrest.Matchers.anEmptyMap;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;

import io.github.phoneidentity.testing.RestApi;
import io.github.phoneidentity.testing.TestRealm;
import io.github.phoneidentity.testing.TestUser;
import io.github.phoneidentity.testing.Unique;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code POST /availability}: what a name check tells, and what it keeps to itself. */
class AvailabilityIT {

  @AutoClose private static final TestRealm REALM = TestRealm.create();

  private final RestApi api = new RestApi(REALM);
  private final TestUser user = TestUser.random();

  @Test
  void freeNamesAreAvailable() {
    api.available(Map.of("username", user.username(), "nickname", user.nickname()))
        .then()
        .statusCode(200)
        .body("username", equalTo(Map.of("valid", true, "available", true)))
        .body("nickname", equalTo(Map.of("valid", true, "available", true)));
  }

  @Test
  void namesOfSomebodyAreTakenInEverySpelling() {
    REALM.createUser(user);

    api.available(
            Map.of(
                "username", user.username().toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT),
                "nickname", user.nickname().toUpperCase(Locale.ROOT)))
        .then()
        .body("username", equalTo(taken()))
        .body("nickname", equalTo(taken()));
  }

  private static Map<String, Object> taken() {
    return Map.of("valid", true, "available", false, "reason", "taken");
  }

  @ParameterizedTest
  @CsvSource({
    "username, abc, invalid",
    "username, 'with space', invalid",
    "username, '', invalid",
    "nickname, '', invalid",
    "nickname, with-hyphen, invalid",
    "nickname, abcdefghijklmnop, invalid",
    "nickname, 01012345678, reserved",
    "nickname, ０１０１２３４５６７８, reserved",
    "username, 01012345678, reserved"
  })
  void namesThatNobodyCouldHaveSayWhy(String field, String value, String reason) {
    api.available(Map.of(field, value))
        .then()
        .statusCode(200)
        .body(field + ".available", is(false), field + ".reason", equalTo(reason));
  }

  @Test
  void namesThatLookLikeTheAskersOwnPhoneAreTheAskersOwnAndTellNoMoreThanThePhone() {
    String phone = Unique.phone();
    String name = Unique.national(phone).replace("-", "");

    api.available(Map.of("nickname", name, "phone", phone))
        .then()
        .body("nickname", equalTo(Map.of("valid", true)));
    REALM.createUser(user.withPhone(phone, true).withNickname(name));
    api.available(Map.of("nickname", name, "phone", phone))
        .then()
        .body("nickname", equalTo(Map.of("valid", true)));
  }

  /** Where people are called by their e-mail, asking for the name is asking for the e-mail. */
  @Test
  void usernameThatIsAnEmailTellsNoMoreThanTheEmail() {
    try (TestRealm realm = TestRealm.create()) {
      anyUsername(realm);
      String somebody = user.email();
      realm.createUser(user.withUsername(somebody));
      RestApi there = new RestApi(realm);

      for (String email : new String[] {somebody, TestUser.random().email()}) {
        there
            .available(Map.of("username", email, "email", email))
            .then()
            .body("username", equalTo(Map.of("valid", true)))
            .body("email", equalTo(Map.of("valid", true)));
      }
      realm.setPolicy(Map.of("reveal-contacts", "true"));
      there
          .available(Map.of("username", somebody, "email", somebody))
          .then()
          .body("username", equalTo(taken()), "email", equalTo(taken()));
    }
  }

  private static void anyUsername(TestRealm realm) {
    Map<String, Object> profile = realm.admin().get("/users/profile").jsonPath().getMap("$");
    for (Object attribute : (List<?>) profile.get("attributes")) {
      if ("username".equals(((Map<?, ?>) attribute).get("name"))) {
        ((Map<?, ?>) ((Map<?, ?>) attribute).get("validations"))
            .keySet()
            .removeAll(Set.of("length", "pattern"));
      }
    }
    realm.admin().body(profile).put("/users/profile").then().statusCode(200);
  }

  @Test
  void contactsAreCheckedForTheirFormAlone() {
    REALM.createUser(user);

    for (String email : new String[] {user.email(), TestUser.random().email()}) {
      for (String phone : new String[] {user.phone(), Unique.phone()}) {
        api.available(Map.of("email", email, "phone", phone))
            .then()
            .statusCode(200)
            .body("email", equalTo(Map.of("valid", true)))
            .body("phone", equalTo(Map.of("valid", true)));
      }
    }
    api.available(Map.of("email", "nonsense", "phone", "123"))
        .then()
        .body("email", equalTo(Map.of("valid", false, "reason", "invalid")))
        .body("phone", equalTo(Map.of("valid", false, "reason", "invalid")));
    api.available(Map.of("phone", "02-312-3456"))
        .then()
        .body("phone", equalTo(Map.of("valid", true, "reason", "not_allowed")));
  }

  @Test
  void realmMayRevealContacts() {
    try (TestRealm open = TestRealm.create()) {
      open.setPolicy(Map.of("reveal-contacts", "true"));
      open.createUser(user);
      RestApi there = new RestApi(open);

      there
          .available(Map.of("email", user.email(), "phone", Unique.national(user.phone())))
          .then()
          .body("email", equalTo(taken()), "phone", equalTo(taken()));
      there
          .available(Map.of("email", TestUser.random().email(), "phone", Unique.phone()))
          .then()
          .body("email.available", is(true), "phone.available", is(true));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"username\":null}", "{\"username\":1}", "{\"password\":\"x\"}"})
  void whatAsksForNothingKnownIsRefused(String body) {
    api.request()
        .body(body)
        .post("/availability")
        .then()
        .statusCode(400)
        .body("error", equalTo("invalid_request"));
  }

  @Test
  void checksAreCountedPerAddress() {
    try (TestRealm strict = TestRealm.create()) {
      strict.setPolicy(Map.of("max-checks-per-address-hour", "2"));
      RestApi one = new RestApi(strict);
      Map<String, String> check = Map.of("username", "anybody");

      one.available(check).then().statusCode(200).body("$", not(anEmptyMap()));
      one.available(check).then().statusCode(200);
      String wait =
          one.available(check)
              .then()
              .statusCode(429)
              .body("error", equalTo("too_many_requests"), "errorDescription", notNullValue())
              .extract()
              .header("Retry-After");
      org.hamcrest.MatcherAssert.assertThat(Integer.parseInt(wait), greaterThanOrEqualTo(3500));
      new RestApi(strict).available(check).then().statusCode(200);
    }
  }
}
