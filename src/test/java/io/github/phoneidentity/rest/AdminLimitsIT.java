package io.github.phoneidentity.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;

import io.github.phoneidentity.testing.Parallel;
import io.github.phoneidentity.testing.Reset;
import io.github.phoneidentity.testing.RestApi;
import io.github.phoneidentity.testing.TestRealm;
import io.github.phoneidentity.testing.TestUser;
import io.github.phoneidentity.testing.Tokens;
import io.github.phoneidentity.testing.Unique;
import io.restassured.specification.RequestSpecification;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code /admin/realms/{realm}/phone-identity/limits}: who may look, who may lift. */
class AdminLimitsIT {

  private static final String LIMITS = "/phone-identity/limits";

  @AutoClose private static final TestRealm REALM = TestRealm.create();

  private final RestApi api = new RestApi(REALM);
  private final String phone = Unique.phone();

  @Test
  void limitsAreSeenAndLifted() {
    api.send("registration", phone).then().statusCode(201);
    api.send("registration", phone).then().statusCode(429);

    REALM
        .admin()
        .queryParam("phone", Unique.national(phone))
        .get(LIMITS)
        .then()
        .statusCode(200)
        .body("limits.limit", hasItems("cooldown-registration", "sends-hour", "sends-day"))
        .body("limits.find { it.limit == 'sends-hour' }.used", equalTo(1));

    REALM.admin().queryParam("phone", phone).delete(LIMITS).then().statusCode(204);
    REALM.admin().queryParam("phone", phone).get(LIMITS).then().body("limits", empty());
    api.send("registration", phone).then().statusCode(201);
  }

  @Test
  void liftingDisturbsNoRequestThatSpendsTheSameBudgets() {
    try (TestRealm busy = TestRealm.create()) {
      busy.setPolicy(
          Map.of(
              "resend-cooldown", "0",
              "max-sends-per-hour", "1000",
              "max-sends-per-day", "1000",
              "max-sends-per-address-hour", "1000"));
      RestApi app = new RestApi(busy);
      RequestSpecification lift = busy.admin().queryParam("phone", phone);

      List<Integer> answers =
          Parallel.run(
              200,
              i ->
                  i % 2 == 0
                      ? app.send("registration", phone).statusCode()
                      : given().spec(lift).delete(LIMITS).statusCode());

      assertThat(answers).containsOnly(201, 204);
    }
  }

  @Test
  void liftingIsAnAdminEventWithTheNumberMasked() {
    REALM.admin().queryParam("phone", phone).delete(LIMITS).then().statusCode(204);

    List<String> paths =
        REALM
            .admin()
            .queryParam("operationTypes", "DELETE")
            .get("/admin-events")
            .then()
            .extract()
            .jsonPath()
            .getList("resourcePath");
    String masked = "+82******" + phone.substring(phone.length() - 4);
    assertThat(paths).contains("phone-identity/limits/" + masked);
    assertThat(paths).noneMatch(path -> path.contains(phone.substring(1)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "nonsense", "1", "\0", "\uD800"})
  void whatIsNoNumberIsRefused(String typed) {
    REALM.admin().queryParam("phone", typed).get(LIMITS).then().statusCode(400);
    REALM.admin().queryParam("phone", typed).delete(LIMITS).then().statusCode(400);
    REALM.admin().get(LIMITS).then().statusCode(400);
  }

  @ParameterizedTest
  @CsvSource({
    "view-users, 200, 403, 403",
    "manage-users, 200, 204, 403",
    "view-events, 403, 403, 403",
    "view-realm, 403, 403, 200",
  })
  void rolesOfTheRealmDecide(String role, int look, int lift, int readTexts) {
    as(role).get("/phone-identity/texts").then().statusCode(readTexts);
    as(role).queryParam("phone", phone).get(LIMITS).then().statusCode(look);
    as(role).queryParam("phone", phone).delete(LIMITS).then().statusCode(lift);
    as(role)
        .queryParam("phone", phone)
        .get("/phone-identity/claims")
        .then()
        .statusCode(look == 200 ? 404 : look);
    as(role).post("/phone-identity/adopt").then().statusCode(lift == 204 ? 202 : lift);
  }

  @Test
  void nobodyElseSeesAnything() {
    given()
        .baseUri(REALM.server().baseUrl().toString())
        .queryParam("phone", phone)
        .get("/admin/realms/{realm}" + LIMITS, REALM.name())
        .then()
        .statusCode(401);
  }

  /** A request of a user of the realm who has this role of its realm-management alone. */
  private static RequestSpecification as(String role) {
    TestUser user = TestUser.random();
    String id = REALM.createUser(user);
    String client =
        REALM
            .admin()
            .queryParam("clientId", "realm-management")
            .get("/clients")
            .then()
            .body("clientId", contains("realm-management"))
            .extract()
            .path("[0].id");
    Map<String, Object> granted =
        REALM.admin().get("/clients/{client}/roles/{role}", client, role).jsonPath().getMap("$");
    REALM
        .admin()
        .body(List.of(granted))
        .post("/users/{id}/role-mappings/clients/{client}", id, client)
        .then()
        .statusCode(204);
    Tokens tokens = Tokens.of(REALM, REALM.passwordGrant(user.username(), user.password()));
    return given()
        .baseUri(REALM.server().baseUrl().toString())
        .basePath("/admin/realms/" + REALM.name())
        .auth()
        .oauth2(tokens.accessToken());
  }

  @Test
  void limitsOfTheOwnersOtherNamesAreLiftedToo() {
    TestUser owner = TestUser.random();
    REALM.createUser(owner);
    Reset.begin(REALM).identify(owner.username());
    assertThat(Reset.begin(REALM).identify(owner.username()).page().text())
        .contains("Too many codes were requested");

    REALM.admin().queryParam("phone", owner.phone()).delete(LIMITS).then().statusCode(204);

    assertThat(Reset.begin(REALM).identify(owner.username()).asksForCode()).isTrue();
  }
}
