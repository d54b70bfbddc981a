package io.github.phoneidentity.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.phoneidentity.authentication.Factors;
import io.github.phoneidentity.testing.KeycloakServer;
import io.github.phoneidentity.testing.Login;
import io.github.phoneidentity.testing.RealmExport;
import io.github.phoneidentity.testing.TestRealm;
import io.github.phoneidentity.testing.TestUser;
import io.github.phoneidentity.testing.Unique;
import io.github.phoneidentity.testing.UserEvents;
import io.restassured.path.json.JsonPath;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@code --import-realm}, at the start of another node of the cluster. */
class RealmImportAtStartIT {

  private static final String PROVEN_AT = "2026-01-01T00:00:00Z";

  private final KeycloakServer node = KeycloakServer.shared().secondNode();
  private final String name = "r" + Unique.letters(8);

  @Test
  void importedUsersOwnTheirCanonicalValues() {
    TestUser user = TestUser.random();
    TestUser imported = user.withPhone(Unique.national(user.phone()), true);

    node.restartWithImport(realm(imported));

    try (TestRealm realm = TestRealm.imported(node, name)) {
      RealmUsers users = new RealmUsers(realm);
      String id = users.named(user.username()).get(0);
      assertThat(users.attribute(id, "phoneNumber")).isEqualTo(user.phone());
      assertThat(users.attribute(id, "phoneNumberVerified")).isEqualTo("true");
      assertThat(users.canLogIn(user.phone(), user.password())).isTrue();
      assertThat(users.canLogIn(user.nickname(), user.password())).isTrue();
      assertThat(users.create(TestUser.random().withPhone(user.phone(), false)).statusCode())
          .isEqualTo(400);
    }
  }

  @Test
  void oneNumberForTwoIsAdoptedAndListedWhileAnotherNodeKeepsClaimsUpToDate() {
    TestUser one = TestUser.random();
    TestUser two = TestUser.random().withPhone(Unique.national(one.phone()), false);
    long reconciled = reconciliations();

    node.restartWithImport(realm(one, two));

    try (TestRealm realm = TestRealm.imported(node, name)) {
      RealmUsers users = new RealmUsers(realm);
      String loser = users.named(two.username()).get(0);
      JsonPath report = realm.admin().get("/phone-identity/adopt").jsonPath();
      assertThat(report.getString("finishedAt")).isNotNull();
      assertThat(report.getList("conflicts.userId")).containsExactly(loser);
      assertThat(KeycloakServer.shared().logs())
          .contains("user " + loser + ": attribute phoneNumber is taken");
      assertThat(users.canLogIn(one.phone(), one.password())).isTrue();
    }
    assertThat(reconciliations()).isEqualTo(reconciled);
  }

  @Test
  void commandImportsARealmAndImportsItAgainOverItself() {
    TestUser one = TestUser.random();
    TestUser two = TestUser.random().withPhone(Unique.national(one.phone()), false);
    String export = realm(one, two);

    String first = node.importByCommand(export);
    String second = node.importByCommand(export);
    node.restart();

    try (TestRealm realm = TestRealm.imported(node, name)) {
      RealmUsers users = new RealmUsers(realm);
      String other = users.named(two.username()).get(0);
      String printed = first + second + KeycloakServer.shared().logs();
      assertThat(printed.lines().distinct())
          .filteredOn(line -> line.contains("Adopted realm " + name + ": "))
          .hasSize(2)
          .allMatch(line -> line.contains(" 1 conflicts"));
      assertThat(printed).contains("user " + other + ": attribute phoneNumber is taken");
      assertThat(users.canLogIn(one.phone(), one.password())).isTrue();
      assertThat(users.attribute(other, "phoneNumberVerified")).isNull();
      assertThat(new UserEvents(realm).types(users.named(one.username()).get(0)))
          .as("user events, which the command writes as well")
          .containsExactly("registered");
    }
  }

  @Test
  void realmComesBackFromItsOwnExportWithItsOwnersProofsAndCredentials() {
    TestUser one = TestUser.random();
    TestUser two = TestUser.random().withPhone(Unique.national(one.phone()), false);
    try (TestRealm realm = TestRealm.create(json -> addWithFactor(json, one, two))) {
      RealmUsers users = new RealmUsers(realm);
      String owner = users.named(one.username()).get(0);
      String other = users.named(two.username()).get(0);
      assertThat(users.ownerOf(one.phone())).isEqualTo(owner);
      assertThat(users.attribute(owner, "phoneNumberVerifiedAt")).isEqualTo(PROVEN_AT);

      String export = node.exportByCommand(realm.name());
      realm.admin().delete().then().statusCode(204);
      String printed = node.importByCommand(export);
      node.restart();

      RealmUsers imported = new RealmUsers(realm.on(node));
      assertThat(imported.ownerOf(one.phone())).isEqualTo(owner);
      assertThat(imported.attribute(owner, "phoneNumberVerified")).isEqualTo("true");
      assertThat(imported.attribute(owner, "phoneNumberVerifiedAt")).isEqualTo(PROVEN_AT);
      assertThat(imported.attribute(other, "phoneNumber")).isEqualTo(two.phone());
      assertThat(imported.attribute(other, "phoneNumberVerified")).isNull();
      assertThat(printed)
          .contains(
              "Adopted realm " + realm.name() + ": ",
              "user " + other + ": attribute phoneNumber is taken");
      JsonPath report = imported.realm().admin().get("/phone-identity/adopt").jsonPath();
      assertThat(report.getList("conflicts.userId")).containsExactly(other);
      // Keycloak keeps the events of a realm that was deleted: one is of the realm's first
      // adoption.
      assertThat(imported.realm().events("UPDATE_PROFILE_ERROR"))
          .extracting(event -> event.get("userId"))
          .containsExactly(other, other);
      Login.begin(imported.realm()).password(one).codeFrom(one.phone()).done();
    }
  }

  /**
   * The first of these users has proven the number at {@link #PROVEN_AT}, and has SMS as factor.
   */
  private static void addWithFactor(ObjectNode realm, TestUser user, TestUser another) {
    RealmImportWritePathIT.add(realm, user);
    RealmImportWritePathIT.add(realm, another);
    for (JsonNode added : realm.path("users")) {
      if (added.path("username").asText().equals(user.username())) {
        ((ArrayNode) added.path("credentials")).addPOJO(Factors.sms(user.phone(), true));
        ((ObjectNode) added.path("attributes")).putArray("phoneNumberVerifiedAt").add(PROVEN_AT);
      }
    }
  }

  private long reconciliations() {
    return node.log().lines().filter(line -> line.contains("claims are reconciled")).count();
  }

  private String realm(TestUser... users) {
    return RealmExport.as(
        name, json -> List.of(users).forEach(user -> RealmImportWritePathIT.add(json, user)));
  }
}
