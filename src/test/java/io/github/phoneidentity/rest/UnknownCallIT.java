package io.github.phoneidentity.rest;

import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.phoneidentity.testing.RestApi;
import io.github.phoneidentity.testing.TestRealm;
import io.restassured.response.Response;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is no call is answered like one, so that an app can read the answer. */
class UnknownCallIT {

  private static final String ORIGIN = "https://app.example.com";

  @AutoClose private static final TestRealm REALM = TestRealm.create();

  @AutoClose
  private static final TestRealm OTHER =
      TestRealm.create(
          realm -> {
            for (JsonNode action : realm.withArray("requiredActions")) {
              if (action.get("alias").asText().equals("VERIFY_PHONE")) {
                ((ObjectNode) action).put("enabled", false);
              }
            }
          });

  @ParameterizedTest
  @CsvSource({
    "GET, ''",
    "GET, /",
    "POST, /unknown",
    "GET, /availability",
    "DELETE, /availability",
    "PATCH, /password",
    "POST, /password",
    "PUT, /verifications/x/confirm",
    "POST, /verifications/x/y/confirm",
    "POST, /openapi.json",
    "GET, /verifications",
    "POST, /Availability",
  })
  void unknownPathsAndOtherMethodsAreNotFound(String method, String path) {
    notFound(new RestApi(REALM).anonymous().header("Origin", ORIGIN).request(method, path));
  }

  @ParameterizedTest
  @CsvSource({
    "POST, /availability",
    "POST, /verifications",
    "PUT, /password",
    "GET, /openapi.json",
    "OPTIONS, /availability",
    "GET, ''",
  })
  void everythingIsNotFoundInARealmThatTakesNoPart(String method, String path) {
    notFound(new RestApi(OTHER).anonymous().header("Origin", ORIGIN).request(method, path));
    notFound(
        new RestApi(OTHER)
            .anonymous()
            .header("Origin", ORIGIN)
            .header("Accept-Language", "\u0001;;q=x")
            .request(method, path));
  }

  private static void notFound(Response response) {
    response
        .then()
        .log()
        .ifValidationFails()
        .statusCode(404)
        .contentType("application/json")
        .header("Access-Control-Allow-Origin", ORIGIN)
        .body("error", equalTo("not_found"), "errorDescription", notNullValue());
  }
}
