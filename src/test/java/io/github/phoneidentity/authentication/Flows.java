package io.github.phoneidentity.authentication;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.phoneidentity.testing.thirdparty.OverlappingRequest;
import java.util.Iterator;
import java.util.function.Consumer;
import java.util.function.Predicate;

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

  /** The password grant asks everybody for a text. */
  static void requireSmsInGrant(ObjectNode realm) {
    ArrayNode steps = executions(realm, "phone identity direct grant");
    removeIf(steps, step -> step.path("authenticatorFlow").asBoolean());
    step(steps, "direct-grant-validate-sms-code", "REQUIRED", 30);
  }

  /** The password grant asks everybody for a text or for the code of an app. */
  static void requireSmsOrOtpInGrant(ObjectNode realm) {
    ArrayNode steps = executions(realm, "phone identity direct grant");
    removeIf(steps, step -> step.path("authenticatorFlow").asBoolean());
    steps
        .addObject()
        .put("flowAlias", "second factor of the grant")
        .put("authenticatorFlow", true)
        .put("requirement", "REQUIRED")
        .put("priority", 30);
    ArrayNode factors = subflow(realm, "second factor of the grant");
    way(factors, "direct-grant-validate-sms-code", 10);
    way(factors, "direct-grant-validate-otp", 20);
  }

  /** What {@code amr} says of a step. */
  static void referenceValue(ObjectNode realm, String authenticator, String value) {
    for (JsonNode flow : realm.path("authenticationFlows")) {
      for (JsonNode execution : flow.path("authenticationExecutions")) {
        if (execution.path("authenticator").asText().equals(authenticator)) {
          ((ObjectNode) execution).put("authenticatorConfig", authenticator);
        }
      }
    }
    ((ArrayNode) realm.path("authenticatorConfig"))
        .addObject()
        .put("alias", authenticator)
        .putObject("config")
        .put("default.reference.value", value)
        .put("default.reference.maxAge", "36000");
  }

  /** Login by a password, or by a name and a code, as the user likes. */
  public static void loginByPasswordOrSms(ObjectNode realm) {
    for (JsonNode execution : executions(realm, "phone identity browser - forms")) {
      if (execution.path("authenticator").asText().equals("identifier-password-form")) {
        ((ObjectNode) execution).remove("authenticator");
        ((ObjectNode) execution).remove("authenticatorConfig");
        ((ObjectNode) execution).put("authenticatorFlow", true).put("flowAlias", "who");
      }
    }
    ArrayNode ways = subflow(realm, "who");
    way(ways, "identifier-password-form", 10);
    ways.addObject()
        .put("flowAlias", "by name and code")
        .put("authenticatorFlow", true)
        .put("requirement", "ALTERNATIVE")
        .put("priority", 20);
    ArrayNode steps = subflow(realm, "by name and code");
    step(steps, "identifier-form", "REQUIRED", 10);
    step(steps, "sms-code-form", "REQUIRED", 20);
  }

  /** Login by a code, or by a password, as the user likes. */
  static void loginBySmsOrPassword(ObjectNode realm) {
    ArrayNode steps = executions(realm, "phone identity browser - forms");
    removeIf(steps, step -> step.path("priority").asInt() == 10);
    steps
        .addObject()
        .put("flowAlias", "who")
        .put("authenticatorFlow", true)
        .put("requirement", "REQUIRED")
        .put("priority", 5);
    ArrayNode ways = subflow(realm, "who");
    way(ways, "sms-code-form", 10);
    way(ways, "identifier-password-form", 20);
  }

  /** A name, then a password, each on a page of its own. */
  static void loginByNameThenPassword(ObjectNode realm) {
    ArrayNode steps = executions(realm, "phone identity browser - forms");
    removeIf(steps, step -> step.path("priority").asInt() == 10);
    step(steps, "identifier-form", "REQUIRED", 5);
    step(steps, "auth-password-form", "REQUIRED", 6);
  }

  /** These executions alone, and then another request of the same browser. */
  static Consumer<ObjectNode> overlapped(String... authenticators) {
    return realm -> {
      ArrayNode steps = executions(realm, "phone identity browser - forms");
      steps.removeAll();
      for (String authenticator : authenticators) {
        step(steps, authenticator, "REQUIRED", steps.size());
      }
      step(steps, OverlappingRequest.ID, "REQUIRED", steps.size());
    };
  }

  /** The realm takes no part, but its flows stay bound. */
  static void switchOff(ObjectNode realm) {
    for (JsonNode action : realm.path("requiredActions")) {
      if (action.path("alias").asText().equals("VERIFY_PHONE")) {
        ((ObjectNode) action).put("enabled", false);
      }
    }
  }

  /** A phone and an e-mail address are proven before there is an account. */
  static void proveBoth(ObjectNode realm, boolean phoneOptional, boolean emailOptional) {
    ArrayNode steps = executions(realm, "phone identity registration");
    ArrayNode configs = (ArrayNode) realm.path("authenticatorConfig");
    for (JsonNode config : configs) {
      if (config.path("config").has("channel")) {
        ((ObjectNode) config.path("config"))
            .put("channel", "sms")
            .put("optional", Boolean.toString(phoneOptional));
      }
    }
    step(steps, "registration-verify-contact", "REQUIRED", 15)
        .put("authenticatorConfig", "prove the address");
    configs
        .addObject()
        .put("alias", "prove the address")
        .putObject("config")
        .put("channel", "email")
        .put("optional", Boolean.toString(emailOptional));
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
    ArrayNode ways = subflow(realm, proof);
    way(ways, "reset-credential-sms", 10);
    way(ways, "reset-credential-email", 20);
  }

  /** A password is reset by Keycloak's link in an e-mail, and by no step of this project. */
  public static void resetByLink(ObjectNode realm) {
    for (JsonNode execution : executions(realm, "phone identity reset credentials")) {
      if (execution.path("authenticator").asText().equals("reset-credential-sms")) {
        ((ObjectNode) execution).put("authenticator", "reset-credential-email");
      }
    }
  }

  /** Whoever resets a password passes one more execution, before the new password. */
  public static void resetWithToo(ObjectNode realm, String authenticator) {
    step(executions(realm, "phone identity reset credentials"), authenticator, "REQUIRED", 25);
  }

  /** The reset loses the executions that this condition holds for. */
  static void resetWithout(ObjectNode realm, Predicate<JsonNode> left) {
    removeIf(executions(realm, "phone identity reset credentials"), left);
  }

  /** An execution of the reset gets another requirement. */
  static void requireInReset(ObjectNode realm, String authenticator, String requirement) {
    for (JsonNode execution : executions(realm, "phone identity reset credentials")) {
      if (execution.path("authenticator").asText().equals(authenticator)) {
        ((ObjectNode) execution).put("requirement", requirement);
      }
    }
  }

  private static void removeIf(ArrayNode executions, Predicate<JsonNode> left) {
    for (Iterator<JsonNode> all = executions.iterator(); all.hasNext(); ) {
      if (left.test(all.next())) {
        all.remove();
      }
    }
  }

  private static ArrayNode subflow(ObjectNode realm, String alias) {
    ObjectNode flow = ((ArrayNode) realm.path("authenticationFlows")).addObject();
    flow.put("alias", alias).put("providerId", "basic-flow");
    flow.put("topLevel", false).put("builtIn", false);
    return flow.putArray("authenticationExecutions");
  }

  private static void way(ArrayNode executions, String authenticator, int priority) {
    step(executions, authenticator, "ALTERNATIVE", priority);
  }

  private static ObjectNode step(
      ArrayNode executions, String authenticator, String requirement, int priority) {
    return executions
        .addObject()
        .put("authenticator", authenticator)
        .put("authenticatorFlow", false)
        .put("requirement", requirement)
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
