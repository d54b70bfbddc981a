package io.github.phoneidentity.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.github.phoneidentity.testing.MailInbox;
import io.github.phoneidentity.testing.RestApi;
import io.github.phoneidentity.testing.TestRealm;
import io.github.phoneidentity.testing.TestUser;
import io.github.phoneidentity.testing.Tokens;
import io.github.phoneidentity.testing.Unique;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An administrator takes a number or nickname from its owner. */
class ClaimRevocationIT {

  private static final String CLAIMS = "/phone-identity/claims";

  @AutoClose
  private static final TestRealm REALM =
      TestRealm.create(realm -> realm.put("adminPermissionsEnabled", true));

  private final TestUser user = TestUser.random();

  @BeforeAll
  static void sendMail() {
    REALM.sendMail();
  }

  @Test
  void ownerLosesTheNumberWithItsProofAndIsTold() {
    String id = REALM.createUser(user);

    REALM.admin().queryParam("phone", "tel:" + user.phone()).delete(CLAIMS).then().statusCode(204);

    assertThat(REALM.user(id).<String, Object>getMap("attributes"))
        .doesNotContainKeys("phoneNumber", "phoneNumberVerified", "phoneNumberVerifiedAt")
        .containsKey("nickname");
    MailInbox.Mail mail = REALM.mail().awaitMail(user.email());
    assertThat(mail.text())
        .contains("+82******" + user.phone().substring(9))
        .doesNotContain(user.phone().substring(4));
    assertThat(REALM.inbox().countFor(user.phone())).isZero();
    // Free for another user at once.
    String other = REALM.createUser(TestUser.random().withPhone(user.phone(), true));
    REALM
        .admin()
        .queryParam("phone", user.phone())
        .get(CLAIMS)
        .then()
        .body("userId", equalTo(other));
  }

  @Test
  void adminEventShowsTheNumberMasked() {
    REALM.createUser(user);
    REALM.admin().queryParam("phone", user.phone()).delete(CLAIMS).then().statusCode(204);

    List<String> paths =
        REALM
            .admin()
            .queryParam("operationTypes", "DELETE")
            .get("/admin-events")
            .jsonPath()
            .getList("resourcePath");
    assertThat(paths)
        .contains("phone-identity/claims/+82******" + user.phone().substring(9))
        .noneMatch(path -> path.contains(user.phone().substring(1)));
  }

  @Test
  void ownerLosesTheNicknameAlone() {
    String id = REALM.createUser(user);

    REALM.admin().queryParam("nickname", user.nickname()).delete(CLAIMS).then().statusCode(204);

    assertThat(REALM.user(id).<String, Object>getMap("attributes"))
        .doesNotContainKey("nickname")
        .containsKeys("phoneNumber", "phoneNumberVerified");
    assertThat(REALM.mail().awaitMail(user.email()).text()).contains(user.nickname());
  }

  @Test
  void realmsQuarantineHoldsForARevokedNumber() {
    try (TestRealm realm = TestRealm.create()) {
      realm.setPolicy(Map.of("released-number-quarantine", "30", "reveal-contacts", "true"));
      realm.createUser(user);
      realm.admin().queryParam("phone", user.phone()).delete(CLAIMS).then().statusCode(204);

      RestApi api = new RestApi(realm);
      api.available(Map.of("phone", user.phone()))
          .then()
          .body("phone.available", equalTo(false), "phone.reason", equalTo("reserved"));
      String proof = api.prove("registration", user.phone());
      api.register(RestApi.form(TestUser.random(), proof))
          .then()
          .statusCode(409)
          .body("error", equalTo("taken"), "field", equalTo("phone"));
      realm.admin().queryParam("phone", user.phone()).delete(CLAIMS).then().statusCode(404);
    }
  }

  @Test
  void whatNobodyOwnsIsNotFound() {
    REALM.admin().queryParam("phone", Unique.phone()).delete(CLAIMS).then().statusCode(404);
    REALM.admin().queryParam("nickname", user.nickname()).delete(CLAIMS).then().statusCode(404);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "?phone=x", "?nickname=", "?phone=01012345678&nickname=kim"})
  void whatNamesNothingIsRefused(String query) {
    REALM.admin().delete(CLAIMS + query).then().statusCode(400);
  }

  /** Fine-grained permissions: who may manage all users but this one. */
  @Test
  void permissionsForTheOwnerDecide() {
    TestUser allowed = TestUser.random();
    REALM.createUser(allowed);
    String owner = REALM.createUser(user);
    TestUser administrator = TestUser.random();
    String administratorId = REALM.createUser(administrator);
    grant(administratorId, owner);
    Tokens tokens =
        Tokens.of(REALM, REALM.passwordGrant(administrator.username(), administrator.password()));

    for (String path : new String[] {CLAIMS, "/phone-identity/limits"}) {
      assertThat(as(tokens, user).get(path).statusCode()).isEqualTo(403);
      assertThat(as(tokens, user).delete(path).statusCode()).isEqualTo(403);
      assertThat(as(tokens, allowed).get(path).statusCode()).isEqualTo(200);
    }
    assertThat(as(tokens, allowed).delete("/phone-identity/limits").statusCode()).isEqualTo(204);
    assertThat(as(tokens, allowed).delete(CLAIMS).statusCode()).isEqualTo(204);
    assertThat(REALM.user(owner).getString("attributes.phoneNumber[0]")).isEqualTo(user.phone());
  }

  private static RequestSpecification as(Tokens tokens, TestUser about) {
    return given()
        .baseUri(REALM.server().baseUrl().toString())
        .basePath("/admin/realms/" + REALM.name())
        .auth()
        .oauth2(tokens.accessToken())
        .queryParam("phone", about.phone());
  }

  private static void grant(String administrator, String notOwner) {
    String client =
        REALM.admin().queryParam("clientId", "admin-permissions").get("/clients").path("[0].id");
    String server = "/clients/" + client + "/authz/resource-server";
    String is = policy(server, administrator, "POSITIVE");
    String isNot = policy(server, administrator, "NEGATIVE");
    permission(server, is, List.of());
    permission(server, isNot, List.of(notOwner));
  }

  private static String policy(String server, String user, String logic) {
    return created(
        REALM
            .admin()
            .body(Map.of("name", Unique.letters(8), "users", List.of(user), "logic", logic))
            .post(server + "/policy/user"));
  }

  private static void permission(String server, String policy, List<String> users) {
    created(
        REALM
            .admin()
            .body(
                Map.of(
                    "name",
                    Unique.letters(8),
                    "resourceType",
                    "Users",
                    "resources",
                    users,
                    "scopes",
                    List.of("view", "manage"),
                    "policies",
                    List.of(policy)))
            .post(server + "/permission/scope"));
  }

  private static String created(Response response) {
    return response.then().log().ifValidationFails().statusCode(201).extract().path("id");
  }
}
