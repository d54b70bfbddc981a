package io.github.phoneidentity.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.phoneidentity.testing.Admin;
import io.github.phoneidentity.testing.KeycloakServer;
import io.github.phoneidentity.testing.RealmExport;
import io.github.phoneidentity.testing.TestRealm;
import io.github.phoneidentity.testing.TestUser;
import io.github.phoneidentity.testing.Unique;
import io.restassured.response.Response;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A realm's import with users, by administrators. */
@ParameterizedClass
@EnumSource
@TestInstance(Lifecycle.PER_CLASS)
class RealmImportDoorIT {

  @Parameter private Storage storage;

  private static final ObjectMapper JSON = new ObjectMapper();

  private KeycloakServer server;

  @BeforeParameterizedClassInvocation
  void open() {
    server = storage.server();
  }

  @Test
  void importedUsersOwnTheirCanonicalValues() {
    TestUser user = TestUser.random();
    TestUser imported = user.withPhone(Unique.national(user.phone()), true);
    try (TestRealm realm = TestRealm.create(server, json -> add(json, imported))) {
      RealmUsers users = new RealmUsers(realm);

      String id = users.named(user.username()).get(0);

      assertThat(users.attribute(id, "phoneNumber")).isEqualTo(user.phone());
      assertThat(users.attribute(id, "phoneNumberVerified")).isEqualTo("true");
      assertThat(users.canLogIn(user.phone(), user.password())).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"phoneNumber", "nickname"})
  void oneValueForTwoFailsTheImportAndNamesUserAndField(String field) {
    TestUser one = TestUser.random();
    TestUser two =
        field.equals("nickname")
            ? TestUser.random().withNickname(one.nickname())
            : TestUser.random().withPhone(Unique.national(one.phone()), false);
    String name = "r" + Unique.letters(8);

    Response response = importRealm(name, one, two);

    assertThat(response.statusCode()).isEqualTo(409);
    assertThat(response.asString())
        .contains("attribute " + field + " is taken")
        .containsAnyOf(one.username(), two.username());
    assertThat(isThere(name)).isFalse();
  }

  @Test
  void invalidNumberFailsTheImportAndNamesUserAndField() {
    TestUser user = TestUser.random().withPhone("kim01012345678", false);
    String name = "r" + Unique.letters(8);

    Response response = importRealm(name, TestUser.random(), user);

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.asString()).contains(user.username(), "attribute phoneNumber is not valid");
    assertThat(isThere(name)).isFalse();
  }

  @Test
  void valuesOfARemovedRealmAreFree() {
    TestUser user = TestUser.random();
    String name = "r" + Unique.letters(8);

    assertThat(importRealm(name, user).statusCode()).isEqualTo(201);
    new Admin(server).request().delete("/admin/realms/" + name);

    assertThat(importRealm(name, user).statusCode()).isEqualTo(201);
    new Admin(server).request().delete("/admin/realms/" + name);
  }

  private Response importRealm(String name, TestUser... users) {
    String realm = RealmExport.as(name, json -> List.of(users).forEach(user -> add(json, user)));
    return new Admin(server).request().body(realm).post("/admin/realms");
  }

  private boolean isThere(String realm) {
    return new Admin(server).request().get("/admin/realms/" + realm).statusCode() == 200;
  }

  static void add(ObjectNode realm, TestUser user) {
    realm.withArray("/users").add(JSON.valueToTree(user.representation()));
  }
}
