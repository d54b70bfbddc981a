package io.github.phoneidentity.roles;

import static io.restassured.RestAssured.given;

import io.github.phoneidentity.testing.TestRealm;
import io.github.phoneidentity.testing.TestUser;
import io.github.phoneidentity.testing.Tokens;
import io.restassured.http.ContentType;
import io.restassured.specification.RequestSpecification;
import java.util.List;
import java.util.Map;

/** A user of a realm who calls Keycloak's APIs with tokens of the own login. */
final class RealmUser {

  private final TestRealm realm;
  private final TestUser user;
  private final String id;
  private final String token;

  private RealmUser(TestRealm realm, TestUser user, String id) {
    this.realm = realm;
    this.user = user;
    this.id = id;
    this.token =
        Tokens.of(realm, realm.passwordGrant(user.username(), user.password())).accessToken();
  }

  /** A new user with the realm's default roles. */
  static RealmUser member(TestRealm realm) {
    TestUser user = TestUser.random();
    return new RealmUser(realm, user, realm.createUser(user));
  }

  /** A new user who has the realm role {@code admin} as well. */
  static RealmUser administrator(TestRealm realm) {
    TestUser user = TestUser.random();
    String id = realm.createUser(user);
    grant(realm.admin(), id, role(realm, "admin"));
    return new RealmUser(realm, user, id);
  }

  /** A realm role as the admin API wants it in a mapping. */
  static Map<String, Object> role(TestRealm realm, String name) {
    return realm.admin().get("/roles/{name}", name).then().statusCode(200).extract().path("$");
  }

  private static void grant(RequestSpecification by, String id, Map<String, Object> role) {
    by.body(List.of(role)).post("/users/{id}/role-mappings/realm", id).then().statusCode(204);
  }

  String id() {
    return id;
  }

  TestUser user() {
    return user;
  }

  /** A request of this user, relative to {@code /admin/realms/{realm}}. */
  RequestSpecification admin() {
    return request("/admin/realms/" + realm.name());
  }

  /** A request of this user, relative to {@code /realms/{realm}/account}. */
  RequestSpecification account() {
    return request("/realms/" + realm.name() + "/account");
  }

  private RequestSpecification request(String path) {
    return given()
        .baseUri(realm.server().baseUrl().toString())
        .basePath(path)
        .auth()
        .oauth2(token)
        .accept(ContentType.JSON)
        .contentType(ContentType.JSON);
  }
}
