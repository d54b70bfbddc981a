package io.github.phoneidentity.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phoneidentity.testing.TestRealm;
import io.github.phoneidentity.testing.TestUser;
import io.github.phoneidentity.testing.Unique;
import io.restassured.response.Response;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** SCIM, which runs the validators only after it has written. */
class ScimIT {

  @AutoClose
  private static final TestRealm REALM = TestRealm.create(json -> json.put("scimApiEnabled", true));

  private static final String TOKEN = tokenOfAnAdministrator();
  private static final String[] RESERVED = {"usernameReserved", "cannot look like"};

  /** SCIM validates as for users, and has no place for a nickname unless the profile names one. */
  @BeforeAll
  static void askForNoNickname() {
    Map<String, Object> profile =
        new HashMap<>(REALM.admin().get("/users/profile").jsonPath().getMap("$"));
    ((List<Map<String, Object>>) profile.get("attributes"))
        .forEach(attribute -> attribute.remove("required"));
    REALM.admin().body(profile).put("/users/profile").then().statusCode(200);
  }

  private final TestRealm realm = REALM;
  private final RealmUsers users = new RealmUsers(REALM);

  @Test
  void usernameOfAnotherPersonsPhoneIsAScimError() {
    String phone = Unique.phoneAsName().substring(1);

    Response answer = create(phone);

    assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(400);
    assertThat(answer.asString())
        .contains("urn:ietf:params:scim:api:messages:2.0:Error")
        .containsAnyOf(RESERVED);
    assertThat(users.named(phone)).isEmpty();
  }

  @Test
  void usernameIsNotChangedToAnotherPersonsPhone() {
    TestUser user = TestUser.random();
    String id = realm.createUser(user);
    String phone = Unique.phoneAsName().substring(1);

    Response answer = rename(id, phone);

    assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(400);
    assertThat(answer.asString()).containsAnyOf(RESERVED);
    assertThat(realm.user(id).getString("username")).isEqualTo(user.username());
  }

  @Test
  void otherUsernamesAreTaken() {
    TestUser user = TestUser.random();

    Response answer = create(user.username());

    assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(201);
    String another = TestUser.random().username();
    String id = answer.jsonPath().getString("id");
    assertThat(rename(id, another).statusCode()).isEqualTo(200);
    assertThat(realm.user(id).getString("username")).isEqualTo(another);
  }

  private Response create(String username) {
    return scim().body(user(username)).post("/scim/v2/Users");
  }

  private Response rename(String id, String username) {
    Map<String, Object> body = new HashMap<>(user(username));
    body.put("id", id);
    return scim().body(body).put("/scim/v2/Users/{id}", id);
  }

  private static Map<String, Object> user(String username) {
    return Map.of(
        "schemas",
        List.of("urn:ietf:params:scim:schemas:core:2.0:User"),
        "userName",
        username,
        "active",
        true,
        "name",
        Map.of("givenName", "Min-jun", "familyName", "Kim"),
        "emails",
        List.of(Map.of("value", Unique.letters(9) + "@example.com", "primary", true)));
  }

  private io.restassured.specification.RequestSpecification scim() {
    return realm.request().auth().oauth2(TOKEN).contentType("application/json");
  }

  /** SCIM takes tokens of its own realm, for confidential clients and for its own audience. */
  private static String tokenOfAnAdministrator() {
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
            List.of(audience()));
    REALM.admin().body(client).post("/clients").then().statusCode(201);
    String account =
        REALM
            .admin()
            .get("/clients/{id}/service-account-user", idOf(portal))
            .jsonPath()
            .getString("id");
    String management = idOf("realm-management");
    Map<String, Object> role =
        REALM.admin().get("/clients/{id}/roles/manage-users", management).jsonPath().getMap("$");
    REALM
        .admin()
        .body(List.of(role))
        .post("/users/{id}/role-mappings/clients/{client}", account, management)
        .then()
        .statusCode(204);
    return REALM
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

  private static Map<String, Object> audience() {
    return Map.of(
        "name",
        "scim",
        "protocol",
        "openid-connect",
        "protocolMapper",
        "oidc-audience-mapper",
        "config",
        Map.of("included.custom.audience", REALM.url() + "/scim/v2", "access.token.claim", "true"));
  }

  private static String idOf(String clientId) {
    return REALM
        .admin()
        .queryParam("clientId", clientId)
        .get("/clients")
        .jsonPath()
        .getString("[0].id");
  }
}
