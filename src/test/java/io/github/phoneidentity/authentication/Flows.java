package io.github.phoneidentity.authentication;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Changes to the flows of the demo realm, before it is imported. */
public final class Flows {

  private Flows() {}

  /** Login by an identifier and a code, without a password. */
  public static void loginBySms(ObjectNode realm) {
    for (JsonNode execution : executions(realm, "phone identity browser - forms")) {
      if (execution.path("authenticator").asText().equals("identifier-password-form")) {
        ((ObjectNode) execution).put("authenticator", "sms-code-form");
        ((ObjectNode) execution).remove("authenticatorConfig");
      }
    }
  }

  /** A password is reset by a link in an e-mail or by a code in a text, as the user likes. */
  static void resetByLinkOrSms(ObjectNode realm) {
    String proof = "proof";
    for (JsonNode execution : executions(realm, "phone identity reset credentials")) {
      if (execution.path("authenticator").asText().equals("reset-credential-sms")) {
        ((ObjectNode) execution).remove("authenticator");
        ((ObjectNode) execution).put("authenticatorFlow", true).put("flowAlias", proof);
      }
    }
    ObjectNode flow = ((ArrayNode) realm.path("authenticationFlows")).addObject();
    flow.put("alias", proof).put("providerId", "basic-flow");
    flow.put("topLevel", false).put("builtIn", false);
    ArrayNode ways = flow.putArray("authenticationExecutions");
    way(ways, "reset-credential-sms", 10);
    way(ways, "reset-credential-email", 20);
  }

  private static void way(ArrayNode executions, String authenticator, int priority) {
    executions
        .addObject()
        .put("authenticator", authenticator)
        .put("authenticatorFlow", false)
        .put("requirement", "ALTERNATIVE")
        .put("priority", priority);
  }

  private static ArrayNode executions(ObjectNode realm, String flow) {
    for (JsonNode candidate : realm.path("authenticationFlows")) {
      if (candidate.path("alias").asText().equals(flow)) {
        return (ArrayNode) candidate.path("authenticationExecutions");
      }
    }
    throw new AssertionError("No flow " + flow);
  }
}
