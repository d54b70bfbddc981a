package io.github.phoneidentity.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.phoneidentity.testing.RestApi;
import io.github.phoneidentity.testing.TestRealm;
import io.github.phoneidentity.testing.TestUser;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** A realm whose users sign up by phone and have a username that says nothing about them. */
class RestOpaqueUsernameIT {

  @AutoClose private static final TestRealm REALM = TestRealm.create(RestOpaqueUsernameIT::opaque);

  private final RestApi api = new RestApi(REALM);
  private final TestUser user = TestUser.random();

  private static void opaque(ObjectNode realm) {
    realm
        .withArray("authenticatorConfig")
        .addObject()
        .put("alias", "opaque")
        .putObject("config")
        .put("username", "generated");
    for (JsonNode flow : realm.path("authenticationFlows")) {
      for (JsonNode execution : flow.path("authenticationExecutions")) {
        if (execution.path("authenticator").asText().equals("registration-contact-action")) {
          ((ObjectNode) execution).put("authenticatorConfig", "opaque");
        }
      }
    }
  }

  @Test
  void usernameIsGeneratedAndNotTaken() {
    Map<String, Object> form = RestApi.form(user, api.prove("registration", user.phone()));

    api.register(form).then().statusCode(400).body("field", equalTo("username"));
    form.remove("username");
    String id = api.register(form).then().statusCode(201).extract().path("id");
    assertThat(REALM.user(id).getString("username")).matches("u_[a-z0-9]{13}");
    REALM.passwordGrant(user.phone(), user.password()).then().statusCode(200);
    api.register(form).then().statusCode(201).body("id", equalTo(id));
  }
}
