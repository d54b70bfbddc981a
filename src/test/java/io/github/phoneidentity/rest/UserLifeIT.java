package io.github.phoneidentity.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;

import io.github.phoneidentity.testing.RestApi;
import io.github.phoneidentity.testing.TestRealm;
import io.github.phoneidentity.testing.TestUser;
import io.github.phoneidentity.testing.Tokens;
import io.github.phoneidentity.testing.Unique;
import io.restassured.response.Response;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** The life of a user, by the REST API and Keycloak's own endpoints alone. */
class UserLifeIT {

  @AutoClose private static final TestRealm REALM = TestRealm.create();

  private final RestApi api = new RestApi(REALM);
  private final TestUser user = TestUser.random();

  @Test
  void fromTheFirstCheckToASecondSignUpWithTheSameNames() {
    REALM.setPolicy(Map.of("resend-cooldown", "0"));

    api.available(Map.of("username", user.username(), "nickname", user.nickname()))
        .then()
        .statusCode(200)
        .body("username.available", is(true), "nickname.available", is(true));

    String id = signUp();
    Map<String, Object> profile = REALM.user(id).getMap("attributes");
    assertThat(profile).containsKeys("phoneNumber", "phoneNumberVerified", "nickname");

    api.available(Map.of("username", user.username(), "nickname", user.nickname()))
        .then()
        .body("username.reason", equalTo("taken"), "nickname.reason", equalTo("taken"));

    Tokens tokens = null;
    for (String identifier :
        new String[] {
          user.username(), user.email(), user.nickname(), Unique.national(user.phone())
        }) {
      tokens = Tokens.of(REALM, REALM.passwordGrant(identifier, user.password()));
    }
    refresh(tokens).then().statusCode(200);
    REALM
        .request()
        .auth()
        .oauth2(tokens.accessToken())
        .get("/protocol/openid-connect/userinfo")
        .then()
        .statusCode(200)
        .body("sub", equalTo(id), "phone_number", equalTo(user.phone()))
        .body("phone_number_verified", is(true), "nickname", equalTo(user.nickname()));

    String proof = api.prove("password-reset", user.phone());
    api.changePassword(proof, "An-other-1-password").then().statusCode(204);
    refresh(tokens).then().statusCode(400).body("error", equalTo("invalid_grant"));
    REALM
        .passwordGrant(user.username(), user.password())
        .then()
        .body("error", equalTo("invalid_grant"));
    Tokens again = Tokens.of(REALM, REALM.passwordGrant(user.phone(), "An-other-1-password"));
    assertThat(REALM.events("UPDATE_PASSWORD")).hasSize(1);
    api.changePassword(proof, "Yet-another-1-password")
        .then()
        .statusCode(410)
        .body("error", equalTo("verification_gone"));

    REALM.admin().delete("/users/{id}", id).then().statusCode(204);
    refresh(again).then().statusCode(400);
    assertThat(signUp()).isNotEqualTo(id);
  }

  private String signUp() {
    int before = REALM.inbox().countFor(user.phone());
    Response sent =
        api.send("registration", Unique.national(user.phone()))
            .then()
            .statusCode(201)
            .extract()
            .response();
    sent.then()
        .body("channel", equalTo("sms"))
        .body("recipient", containsString("****"))
        .body("expiresIn", is(180))
        .header("Cache-Control", containsString("no-store"));
    String verification = sent.path("id");
    String code = REALM.inbox().awaitText(user.phone(), before + 1).code();
    api.confirm(verification, code).then().statusCode(200).body("verified", is(true));
    return api.register(RestApi.form(user, verification))
        .then()
        .statusCode(201)
        .extract()
        .path("id");
  }

  private static Response refresh(Tokens tokens) {
    return REALM
        .request()
        .formParam("grant_type", "refresh_token")
        .formParam("client_id", "demo-app")
        .formParam("refresh_token", tokens.refreshToken())
        .post("/protocol/openid-connect/token");
  }
}
