package io.github.phoneidentity.identity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.phoneidentity.testing.RealmExport;
import io.github.phoneidentity.testing.TestRealm;
import io.github.phoneidentity.testing.TestUser;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What an administrator does with the users of a realm. */
record RealmUsers(TestRealm realm) {

  /** Takes the validators of this project off the profile of a realm to be imported. */
  static void withoutValidators(ObjectNode realm) {
    RealmExport.eachAttribute(
        realm,
        attribute ->
            attribute
                .withObject("/validations")
                .remove(List.of("phone-number", "unique-identifier")));
  }

  /** Disables the required action of a realm to be imported. */
  static void withoutParticipation(ObjectNode realm) {
    for (JsonNode action : realm.path("requiredActions")) {
      if (action.path("alias").asText().equals("VERIFY_PHONE")) {
        ((ObjectNode) action).put("enabled", false);
      }
    }
  }

  /** Enables the required action. */
  void takePart() {
    String path = "/authentication/required-actions/VERIFY_PHONE";
    Map<String, Object> action = new HashMap<>(realm.admin().get(path).jsonPath().get());
    action.put("enabled", true);
    realm.admin().body(action).put(path).then().statusCode(204);
  }

  Response create(TestUser user) {
    return realm.admin().body(user.representation()).post("/users");
  }

  /** Without the work of a password hash. */
  Response createWithoutPassword(TestUser user) {
    Map<String, Object> body = new HashMap<>(user.representation());
    body.remove("credentials");
    return realm.admin().body(body).post("/users");
  }

  /** Saves the user with this value, or without it when it is null. */
  Response update(String id, String attribute, String value) {
    JsonPath user = realm.user(id);
    Map<String, Object> attributes = new HashMap<>(user.getMap("attributes"));
    if (value == null) {
      attributes.remove(attribute);
    } else {
      attributes.put(attribute, List.of(value));
    }
    Map<String, Object> body = new HashMap<>(user.getMap("$"));
    body.put("attributes", attributes);
    return realm.admin().body(body).put("/users/{id}", id);
  }

  Response partialImport(String ifResourceExists, TestUser... users) {
    List<Map<String, Object>> representations =
        List.of(users).stream().map(TestUser::representation).toList();
    return partialImport(ifResourceExists, representations);
  }

  /** The same with users as the admin REST API takes them. */
  Response partialImport(String ifResourceExists, List<Map<String, Object>> representations) {
    return realm
        .admin()
        .body(Map.of("ifResourceExists", ifResourceExists, "users", representations))
        .post("/partialImport");
  }

  /** Whether the password grant accepts this. */
  boolean canLogIn(String identifier, String password) {
    return realm.passwordGrant(identifier, password).statusCode() == 200;
  }

  /** Who owns the number, or null. */
  String ownerOf(String phone) {
    return realm
        .admin()
        .queryParam("phone", phone)
        .get("/phone-identity/claims")
        .jsonPath()
        .getString("userId");
  }

  void remove(String id) {
    realm.admin().delete("/users/{id}", id).then().statusCode(204);
  }

  /** The attribute's only value, or null. */
  String attribute(String id, String name) {
    List<String> values = realm.user(id).getList("attributes." + name);
    return values == null ? null : values.get(0);
  }

  List<String> named(String username) {
    return realm.userIds(Map.of("username", username, "exact", true));
  }
}
