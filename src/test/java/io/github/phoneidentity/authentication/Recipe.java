package io.github.phoneidentity.authentication;

import io.github.phoneidentity.testing.TestRealm;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** How a realm is left, step by step as docs/operations.md says it. */
public final class Recipe {

  private static final List<String> VALIDATORS = List.of("phone-number", "unique-identifier");

  private static final List<String> ACTIONS =
      List.of("VERIFY_PHONE", "UPDATE_PHONE", "CONFIGURE_SMS_OTP");

  private Recipe() {}

  /** Binds the flows that Keycloak makes for every realm. */
  public static void bindKeycloaksFlows(TestRealm realm) {
    realm
        .admin()
        .body(
            Map.of(
                "browserFlow", "browser",
                "registrationFlow", "registration",
                "directGrantFlow", "direct grant",
                "resetCredentialsFlow", "reset credentials",
                "loginTheme", "",
                "accountTheme", ""))
        .put()
        .then()
        .statusCode(204);
  }

  /** Deletes the demo realm's flows, which contain the steps of this project. */
  public static void deleteFlows(TestRealm realm) {
    List<String> ids =
        realm
            .admin()
            .get("/authentication/flows")
            .jsonPath()
            .getList("findAll { it.alias.startsWith('phone identity') }.id");
    for (String id : ids) {
      realm.admin().delete("/authentication/flows/{id}", id).then().statusCode(204);
    }
  }

  /** Takes this project's validators off the user profile. */
  @SuppressWarnings("unchecked")
  public static void dropValidators(TestRealm realm) {
    Map<String, Object> profile = new HashMap<>(realm.admin().get("/users/profile").as(Map.class));
    for (Map<String, Object> attribute : (List<Map<String, Object>>) profile.get("attributes")) {
      Map<String, Object> validations = (Map<String, Object>) attribute.get("validations");
      if (validations != null) {
        validations.keySet().removeAll(VALIDATORS);
      }
    }
    realm.admin().body(profile).put("/users/profile").then().statusCode(200);
  }

  /** Disables the required actions. */
  public static void disableActions(TestRealm realm) {
    for (String alias : ACTIONS) {
      String path = "/authentication/required-actions/" + alias;
      Map<String, Object> action = new HashMap<>(realm.admin().get(path).as(Map.class));
      action.put("enabled", false);
      realm.admin().body(action).put(path).then().statusCode(204);
    }
  }

  /** Unregisters the required actions. */
  public static void unregisterActions(TestRealm realm) {
    for (String alias : ACTIONS) {
      realm
          .admin()
          .delete("/authentication/required-actions/{alias}", alias)
          .then()
          .statusCode(204);
    }
  }
}
