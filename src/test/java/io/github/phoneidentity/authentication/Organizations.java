package io.github.phoneidentity.authentication;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.phoneidentity.testing.TestRealm;
import io.github.phoneidentity.testing.Unique;
import io.restassured.response.Response;
import java.net.URI;
import java.util.List;
import java.util.Map;

/** The organizations of a realm. */
final class Organizations {

  private final TestRealm realm;
  private final String id;
  private final String name = "org" + Unique.letters(6);

  /** Makes an organization in a realm that has been made with {@link #on}. */
  Organizations(TestRealm realm) {
    this.realm = realm;
    String location =
        realm
            .admin()
            .body(
                Map.of(
                    "name",
                    name,
                    "alias",
                    name,
                    "enabled",
                    true,
                    "domains",
                    List.of(Map.of("name", name + ".example.org"))))
            .post("/organizations")
            .then()
            .statusCode(201)
            .extract()
            .header("Location");
    this.id = location.substring(location.lastIndexOf('/') + 1);
  }

  /** Lets a realm have organizations. */
  static void on(ObjectNode realm) {
    realm.put("organizationsEnabled", true);
  }

  String name() {
    return name;
  }

  /** Invites an address, whoever has it, as an administrator does, and gives the answer. */
  Response invite(String email) {
    return realm
        .admin()
        .contentType("application/x-www-form-urlencoded")
        .formParam("email", email)
        .post("/organizations/{id}/members/invite-user", id);
  }

  /** Invites an address and gives the link of the mail. */
  URI invitation(String email) {
    invite(email).then().statusCode(204);
    return realm.mail().awaitMail(email).link();
  }

  /** Makes a user a member, as an administrator does. */
  void add(String userId) {
    realm.admin().body(userId).post("/organizations/{id}/members", id).then().statusCode(201);
  }

  /** The usernames of the members. */
  List<String> members() {
    return realm
        .admin()
        .get("/organizations/{id}/members", id)
        .then()
        .statusCode(200)
        .extract()
        .jsonPath()
        .getList("username");
  }
}
