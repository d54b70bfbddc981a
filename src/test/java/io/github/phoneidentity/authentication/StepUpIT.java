package io.github.phoneidentity.authentication;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.phoneidentity.testing.Browser;
import io.github.phoneidentity.testing.Login;
import io.github.phoneidentity.testing.TestRealm;
import io.github.phoneidentity.testing.TestUser;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** The second factor as a level of authentication, by Keycloak's own step-up. */
class StepUpIT {

  @AutoClose private static final TestRealm REALM = TestRealm.create(StepUpIT::levels);

  private static void levels(ObjectNode realm) {
    for (var flow : realm.get("authenticationFlows")) {
      if (flow.path("alias").asText().equals("phone identity browser - forms")) {
        ((ObjectNode) flow)
            .set(
                "authenticationExecutions",
                json(
                    """
                    [{"authenticatorFlow":true,"requirement":"CONDITIONAL","priority":10,
                      "flowAlias":"level 1"},
                     {"authenticatorFlow":true,"requirement":"CONDITIONAL","priority":20,
                      "flowAlias":"level 2"}]
                    """));
      }
    }
    ArrayNode flows = (ArrayNode) realm.get("authenticationFlows");
    flows.add(level(1, "identifier-password-form"));
    flows.add(level(2, "sms-otp-form"));
    ArrayNode configs = (ArrayNode) realm.get("authenticatorConfig");
    configs.add(condition(1, "36000"));
    configs.add(condition(2, "0"));
    ((ObjectNode) realm.get("clients").get(0).get("attributes"))
        .put("acr.loa.map", "{\"password\":1,\"sms\":2}");
  }

  private static ObjectNode level(int level, String authenticator) {
    return (ObjectNode)
        json(
            """
            {"alias":"level %1$d","providerId":"basic-flow","topLevel":false,"builtIn":false,
             "authenticationExecutions":[
               {"authenticator":"conditional-level-of-authentication","authenticatorFlow":false,
                "authenticatorConfig":"level %1$d","requirement":"REQUIRED","priority":10},
               {"authenticator":"%2$s","authenticatorFlow":false,"requirement":"REQUIRED",
                "priority":20}]}
            """
                .formatted(level, authenticator));
  }

  private static ObjectNode condition(int level, String maxAge) {
    return (ObjectNode)
        json(
            """
            {"alias":"level %d","config":{"loa-condition-level":"%d","loa-max-age":"%s"}}
            """
                .formatted(level, level, maxAge));
  }

  private static com.fasterxml.jackson.databind.JsonNode json(String text) {
    try {
      return new ObjectMapper().readTree(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void tokenTellsTheLevelAndAHigherOneIsReachedByACode() {
    TestUser user = TestUser.random();
    Factors.createUserWithSms(REALM, user);
    Browser browser = new Browser();

    Login low = Login.begin(REALM, browser).password(user);
    assertThat(low.tokens().idClaims()).containsEntry("acr", "password");

    Login high = Login.with(REALM, browser, "acr_values", "sms");
    assertThat(high.page().has("#code")).isTrue();
    high.codeFrom(user.phone());
    assertThat(high.tokens().idClaims()).containsEntry("acr", "sms");
  }
}
