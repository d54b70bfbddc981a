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
import io.restassured.path.json.JsonPath;
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
class RealmImportWritePathIT {

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

  /** As in a realm's own export, in which one number may have two holders. */
  @ParameterizedTest
  @ValueSource(strings = {"phoneNumber", "nickname"})
  void oneValueForTwoIsAdoptedAndListed(String field) {
    TestUser one = TestUser.random();
    TestUser two =
        field.equals("nickname")
            ? TestUser.random().withNickname(one.nickname())
            : TestUser.random().withPhone(Unique.national(one.phone()), false);
    try (TestRealm realm = imported(two, one)) {
      RealmUsers users = new RealmUsers(realm);
      // Of a number its verified holder, of a nickname the oldest user, and both are as old.
      List<String> ids = List.of(id(users, one), id(users, two));

      JsonPath report = realm.admin().get("/phone-identity/adopt").jsonPath();
      assertThat(report.getString("finishedAt")).isNotNull();
      assertThat(report.getList("conflicts.attribute")).containsExactly(field);
      assertThat(ids).containsAll(report.getList("conflicts.userId", String.class));
      assertThat(ids).containsAll(report.getList("conflicts.ownerId", String.class));
      assertThat(realm.events("UPDATE_PROFILE_ERROR")).hasSize(1);
      assertThat(users.canLogIn(one.phone(), one.password())).isTrue();
    }
  }

  @Test
  void invalidNumberIsListed() {
    TestUser user = TestUser.random().withPhone("kim01012345678", true);
    try (TestRealm realm = imported(TestUser.random(), user)) {
      RealmUsers users = new RealmUsers(realm);
      String id = id(users, user);

      JsonPath report = realm.admin().get("/phone-identity/adopt").jsonPath();
      assertThat(report.getList("invalid.userId")).containsExactly(id);
      assertThat(users.attribute(id, "phoneNumber")).isEqualTo(user.phone());
      assertThat(users.attribute(id, "phoneNumberVerified")).isNull();
    }
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

  private TestRealm imported(TestUser... imported) {
    return TestRealm.create(server, json -> List.of(imported).forEach(user -> add(json, user)));
  }

  private static String id(RealmUsers users, TestUser user) {
    return users.named(user.username()).get(0);
  }

  static void add(ObjectNode realm, TestUser user) {
    realm.withArray("/users").add(JSON.valueToTree(user.representation()));
  }
}
