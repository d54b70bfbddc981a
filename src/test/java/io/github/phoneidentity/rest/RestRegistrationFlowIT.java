package io.github.phoneidentity.rest;

import static org.hamcrest.Matchers.equalTo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.phoneidentity.testing.RestApi;
import io.github.phoneidentity.testing.TestRealm;
import io.github.phoneidentity.testing.TestUser;
import io.github.phoneidentity.testing.Unique;
import io.restassured.response.Response;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** The bound registration flow binds the REST API: what it cannot honour, it refuses. */
class RestRegistrationFlowIT {

  @Test
  void formActionThatTheApiCannotHonourForbidsIt() {
    refused(
        realm -> execution(realm, "registration-recaptcha-action").put("requirement", "REQUIRED"));
  }

  @Test
  void authenticatorOfAnotherKindForbidsIt() {
    refused(
        realm ->
            step(executions(realm, "phone identity registration"), "auth-spnego", "REQUIRED", 15));
  }

  @Test
  void contactThatIsOneOfSeveralAlternativesIsNotRequired() {
    refused(
        realm -> {
          execution(realm, "registration-verify-contact")
              .put("authenticatorFlow", true)
              .put("flowAlias", "either")
              .remove("authenticator");
          ObjectNode either = ((ArrayNode) realm.path("authenticationFlows")).addObject();
          either.put("alias", "either").put("providerId", "basic-flow");
          either.put("topLevel", false).put("builtIn", false);
          either
              .putArray("authenticationExecutions")
              .addObject()
              .put("flowAlias", "by phone")
              .put("authenticatorFlow", true)
              .put("requirement", "ALTERNATIVE")
              .put("priority", 10);
          ObjectNode byPhone = ((ArrayNode) realm.path("authenticationFlows")).addObject();
          byPhone.put("alias", "by phone").put("providerId", "basic-flow");
          byPhone.put("topLevel", false).put("builtIn", false);
          step(
              byPhone.putArray("authenticationExecutions"),
              "registration-verify-contact",
              "REQUIRED",
              10);
        });
  }

  private static void refused(Consumer<ObjectNode> changes) {
    try (TestRealm realm = TestRealm.create(changes)) {
      RestApi api = new RestApi(realm);
      forbidden(api.send("registration", Unique.phone()));
      forbidden(api.register(RestApi.form(TestUser.random(), "nonsense")));
    }
  }

  private static void forbidden(Response response) {
    response.then().statusCode(403).body("error", equalTo("not_allowed"));
  }

  private static void step(
      ArrayNode executions, String authenticator, String requirement, int priority) {
    executions
        .addObject()
        .put("authenticator", authenticator)
        .put("authenticatorFlow", false)
        .put("requirement", requirement)
        .put("priority", priority);
  }

  private static ArrayNode executions(ObjectNode realm, String alias) {
    for (JsonNode flow : realm.path("authenticationFlows")) {
      if (flow.path("alias").asText().equals(alias)) {
        return (ArrayNode) flow.path("authenticationExecutions");
      }
    }
    throw new AssertionError("No flow " + alias);
  }

  private static ObjectNode execution(ObjectNode realm, String authenticator) {
    for (JsonNode flow : realm.path("authenticationFlows")) {
      for (JsonNode execution : flow.path("authenticationExecutions")) {
        if (execution.path("authenticator").asText().equals(authenticator)) {
          return (ObjectNode) execution;
        }
      }
    }
    throw new AssertionError("No execution " + authenticator);
  }
}
