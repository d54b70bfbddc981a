package io.github.phoneidentity.identity;

import io.github.phoneidentity.testing.TestRealm;
import io.github.phoneidentity.testing.TestUser;
import io.github.phoneidentity.testing.Unique;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Keycloak's SCIM endpoint for users (RFC 7644), as an administrator's client calls it.
 *
 * @param realm one with {@code scimApiEnabled}
 */
record Scim(TestRealm realm, String token) {

  private static final Set<String> ATTRIBUTES =
      Set.of("phoneNumber", "phoneNumberVerified", "phoneNumberVerifiedAt", "nickname");

  /** Where Keycloak puts the attributes of the user profile that SCIM has no name for. */
  private static final String EXTENSION =
      "urn:keycloak:params:scim:schemas:extension:realm:1.0:User";

  /** Also gives the attributes of a phone identity their names in the extension. */
  static Scim of(TestRealm realm) {
    Map<String, Object> profile =
        new HashMap<>(realm.admin().get("/users/profile").jsonPath().getMap("$"));
    for (Map<String, Object> attribute : (List<Map<String, Object>>) profile.get("attributes")) {
      if (ATTRIBUTES.contains(attribute.get("name"))) {
        attribute.put(
            "annotations",
            Map.of("kc.scim.schema.attribute", EXTENSION + ":" + attribute.get("name")));
      }
    }
    realm.admin().body(profile).put("/users/profile").then().statusCode(200);
    return new Scim(realm, tokenOfAnAdministrator(realm));
  }

  Response create(String username) {
    return post(user(username));
  }

  /** With the attributes of a user, in the extension. */
  Response create(TestUser user) {
    return post(user(user, user.username()));
  }

  Response rename(String id, String username) {
    return put(id, user(username));
  }

  /** Gives a user, who is called {@code user}, this one attribute. */
  Response write(String id, TestUser user, String attribute, String value) {
    Map<String, Object> body = user(user.username());
    body.put(EXTENSION, Map.of(attribute, value));
    return put(id, body);
  }

  private Response post(Map<String, Object> body) {
    return call().body(body).post("/scim/v2/Users");
  }

  private Response put(String id, Map<String, Object> body) {
    body.put("id", id);
    return call().body(body).put("/scim/v2/Users/{id}", id);
  }

  private static Map<String, Object> user(TestUser user, String username) {
    Map<String, Object> body = user(username);
    Map<String, Object> attributes = new HashMap<>();
    ((Map<String, List<String>>) user.representation().get("attributes"))
        .forEach((name, values) -> attributes.put(name, values.get(0)));
    body.put(EXTENSION, attributes);
    return body;
  }

  private static Map<String, Object> user(String username) {
    return new HashMap<>(
        Map.of(
            "schemas",
            List.of("urn:ietf:params:scim:schemas:core:2.0:User", EXTENSION),
            "userName",
            username,
            "active",
            true,
            "name",
            Map.of("givenName", "Min-jun", "familyName", "Kim"),
            "emails",
            List.of(Map.of("value", Unique.letters(9) + "@example.com", "primary", true))));
  }

  private RequestSpecification call() {
    return realm.request().auth().oauth2(token).contentType("application/json");
  }

  /** SCIM takes tokens of its own realm, for confidential clients and for its own audience. */
  private static String tokenOfAnAdministrator(TestRealm realm) {
    String portal = Unique.letters(8);
    Map<String, Object> client =
        Map.of(
            "clientId",
            portal,
            "secret",
            "secret-of-scim",
            "serviceAccountsEnabled",
            true,
            "protocolMappers",
            List.of(audience(realm)));
    realm.admin().body(client).post("/clients").then().statusCode(201);
    String account =
        realm
            .admin()
            .get("/clients/{id}/service-account-user", idOf(realm, portal))
            .jsonPath()
            .getString("id");
    String management = idOf(realm, "realm-management");
    Map<String, Object> role =
        realm.admin().get("/clients/{id}/roles/manage-users", management).jsonPath().getMap("$");
    realm
        .admin()
        .body(List.of(role))
        .post("/users/{id}/role-mappings/clients/{client}", account, management)
        .then()
        .statusCode(204);
    return realm
        .request()
        .formParam("grant_type", "client_credentials")
        .formParam("client_id", portal)
        .formParam("client_secret", "secret-of-scim")
        .post("/protocol/openid-connect/token")
        .then()
        .statusCode(200)
        .extract()
        .path("access_token");
  }

  private static Map<String, Object> audience(TestRealm realm) {
    return Map.of(
        "name",
        "scim",
        "protocol",
        "openid-connect",
        "protocolMapper",
        "oidc-audience-mapper",
        "config",
        Map.of("included.custom.audience", realm.url() + "/scim/v2", "access.token.claim", "true"));
  }

  private static String idOf(TestRealm realm, String clientId) {
    return realm
        .admin()
        .queryParam("clientId", clientId)
        .get("/clients")
        .jsonPath()
        .getString("[0].id");
  }
}
