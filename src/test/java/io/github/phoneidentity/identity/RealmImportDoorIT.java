package io.github.phoneidentity.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.phoneidentity.testing.Admin;
import io.github.phoneidentity.testing.KeycloakServer;
import io.github.phoneidentity.testing.TestRealm;
import io.github.phoneidentity.testing.TestUser;
import io.github.phoneidentity.testing.Unique;
import io.restassured.response.Response;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** A realm's import with users, by administrators as at the start of the server. */
class RealmImportDoorIT {

  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void importedUsersOwnTheirCanonicalValues() {
    TestUser user = TestUser.random();
    TestUser imported = user.withPhone(Unique.national(user.phone()), true);
    try (TestRealm realm = TestRealm.create(r -> add(r, imported))) {
      RealmUsers users = new RealmUsers(realm);

      String id = users.named(user.username()).get(0);

      assertThat(users.attribute(id, "phoneNumber")).isEqualTo(user.phone());
      assertThat(users.attribute(id, "phoneNumberVerified")).isEqualTo("true");
      assertThat(users.canLogIn(user.phone(), user.password())).isTrue();
    }
  }

  @Test
  void oneNumberForTwoFailsTheImportAndNamesUserAndField() {
    TestUser one = TestUser.random();
    TestUser two = TestUser.random().withPhone(Unique.national(one.phone()), false);
    AtomicReference<ObjectNode> export = new AtomicReference<>();
    TestRealm.create(realm -> export.set(realm.deepCopy())).close();
    ObjectNode realm = export.get();
    add(realm, one);
    add(realm, two);

    Response response =
        new Admin(KeycloakServer.shared()).request().body(realm.toString()).post("/admin/realms");

    assertThat(response.statusCode()).isEqualTo(409);
    assertThat(response.asString()).contains("phoneNumber").containsPattern("u_[a-z]+");
    assertThat(
            new Admin(KeycloakServer.shared())
                .request()
                .get("/admin/realms/" + realm.path("realm").asText())
                .statusCode())
        .isEqualTo(404);
  }

  @Test
  void valuesOfARemovedRealmAreFree() {
    TestUser user = TestUser.random();
    AtomicReference<ObjectNode> export = new AtomicReference<>();
    TestRealm.create(
            realm -> {
              add(realm, user);
              export.set(realm.deepCopy());
            })
        .close();
    Admin admin = new Admin(KeycloakServer.shared());

    Response again = admin.request().body(export.get().toString()).post("/admin/realms");

    assertThat(again.statusCode()).isEqualTo(201);
    admin.request().delete("/admin/realms/" + export.get().path("realm").asText());
  }

  private static void add(ObjectNode realm, TestUser user) {
    realm.withArray("/users").add(JSON.valueToTree(user.representation()));
  }
}
