package io.github.phoneidentity.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.phoneidentity.testing.RestApi;
import io.github.phoneidentity.testing.TestRealm;
import io.github.phoneidentity.testing.TestUser;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** A realm with attributes of its own, terms and conditions, and required actions. */
class RestProfileIT {

  private static final ObjectMapper JSON = new ObjectMapper();

  @AutoClose private static final TestRealm REALM = TestRealm.create(RestProfileIT::extend);

  private final RestApi api = new RestApi(REALM);
  private final TestUser user = TestUser.random();

  private static void extend(ObjectNode realm) {
    realm
        .withArray("requiredActions")
        .forEach(
            action -> {
              switch (action.get("alias").asText()) {
                case "TERMS_AND_CONDITIONS" -> ((ObjectNode) action).put("enabled", true);
                case "UPDATE_PROFILE" -> ((ObjectNode) action).put("defaultAction", true);
                default -> {}
              }
            });
    for (JsonNode flow : realm.withArray("authenticationFlows")) {
      for (JsonNode execution : flow.path("authenticationExecutions")) {
        if (execution.path("authenticator").asText().endsWith("terms-and-conditions")) {
          ((ObjectNode) execution).put("requirement", "REQUIRED");
        }
      }
    }
    ArrayNode config =
        (ArrayNode)
            realm.at(
                "/components/org.keycloak.userprofile.UserProfileProvider/0/config/kc.user.profile.config");
    config.set(0, config.textNode(withAttributes(config.get(0).asText())));
  }

  private static String withAttributes(String profile) {
    try {
      ObjectNode parsed = (ObjectNode) JSON.readTree(profile);
      parsed
          .withArray("attributes")
          .add(
              JSON.readTree(
                  "{\"name\":\"colour\",\"required\":{\"roles\":[\"user\"]},\"multivalued\":true,"
                      + "\"permissions\":{\"view\":[\"user\",\"admin\"],\"edit\":[\"user\",\"admin\"]}}"))
          .add(
              JSON.readTree(
                  "{\"name\":\"rank\",\"permissions\":{\"view\":[\"user\"],\"edit\":[\"admin\"]}}"));
      return parsed.toString();
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }

  private Map<String, Object> form() {
    Map<String, Object> form = RestApi.form(user, api.prove("registration", user.phone()));
    form.put("colour", List.of("red", "blue"));
    form.put("termsAccepted", true);
    return form;
  }

  @Test
  void userHasTheRealmsAttributesAndItsRequiredActions() {
    String id = api.register(form()).then().statusCode(201).extract().path("id");

    assertThat(REALM.user(id).getList("attributes.colour")).containsOnly("red", "blue");
    assertThat(REALM.user(id).getList("requiredActions")).containsExactly("UPDATE_PROFILE");
  }

  @Test
  void requiredAttributeIsEnforced() {
    Map<String, Object> form = form();
    form.remove("colour");

    api.register(form)
        .then()
        .statusCode(400)
        .body("error", equalTo("validation_failed"), "errors.field", hasItem("colour"));
  }

  @Test
  void attributeOfAdministratorsIsUnknown() {
    Map<String, Object> form = form();
    form.put("rank", "general");

    api.register(form).then().statusCode(400).body("field", equalTo("rank"));
  }

  @Test
  void termsMustBeAccepted() {
    Map<String, Object> form = form();
    form.put("termsAccepted", false);

    api.register(form)
        .then()
        .statusCode(400)
        .body("error", equalTo("validation_failed"), "errors.field", hasItem("termsAccepted"));
    form.put("termsAccepted", "true");
    api.register(form).then().statusCode(400).body("error", equalTo("invalid_request"));
    form.put("termsAccepted", true);
    api.register(form).then().statusCode(201);
  }
}
