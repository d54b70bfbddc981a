package io.github.phoneidentity.authentication;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phoneidentity.testing.TestRealm;
import io.github.phoneidentity.testing.TestUser;
import io.github.phoneidentity.testing.Unique;
import io.restassured.response.Response;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * CIBA names its user by a login hint. No authentication device is configured, so that a user who
 * is found is answered 503 and another one 400.
 */
class LoginHintIT {

  private static final String CLIENT = "ciba";

  @AutoClose private static final TestRealm REALM = TestRealm.create();
  @AutoClose private static final TestRealm SWITCHED_OFF = TestRealm.create(Flows::switchOff);

  private final TestUser user = TestUser.random();

  @BeforeAll
  static void createClients() {
    createClient(REALM);
    createClient(SWITCHED_OFF);
  }

  private static void createClient(TestRealm realm) {
    realm
        .admin()
        .body(
            Map.of(
                "clientId",
                CLIENT,
                "secret",
                "s3cret",
                "publicClient",
                false,
                "redirectUris",
                List.of("http://localhost/*"),
                "attributes",
                Map.of("oidc.ciba.grant.enabled", "true")))
        .post("/clients")
        .then()
        .statusCode(201);
  }

  @BeforeEach
  void createUser() {
    REALM.createUser(user);
  }

  private static Response ask(String hint) {
    return ask(REALM, hint);
  }

  private static Response ask(TestRealm realm, String hint) {
    return realm
        .request()
        .auth()
        .preemptive()
        .basic(CLIENT, "s3cret")
        .contentType("application/x-www-form-urlencoded; charset=UTF-8")
        .formParam("scope", "openid")
        .formParam("login_hint", hint)
        .post("/protocol/openid-connect/ext/ciba/auth");
  }

  @ParameterizedTest
  @EnumSource
  void userIsFoundByAnyIdentifier(Identifier identifier) {
    assertThat(ask(identifier.of(user)).statusCode()).isEqualTo(503);
  }

  @Test
  void nobodyIsFoundByAnotherNumber() {
    Response response = ask(Unique.phone());

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.asString()).contains("invalid_user");
  }

  @Test
  void realmThatTakesNoPartKnowsUsernamesAndEmailsAlone() {
    SWITCHED_OFF.createUser(user);

    for (String known : List.of(user.username(), user.email())) {
      assertThat(ask(SWITCHED_OFF, known).statusCode()).as(known).isEqualTo(503);
    }
    for (String unknown : List.of(user.phone(), user.nickname())) {
      assertThat(ask(SWITCHED_OFF, unknown).statusCode()).as(unknown).isEqualTo(400);
    }
  }
}
