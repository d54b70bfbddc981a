package io.github.phoneidentity.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phoneidentity.testing.KeycloakServer;
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

  private long reconciliations() {
    return node.log().lines().filter(line -> line.contains("claims are reconciled")).count();
  }

  private String realm(TestUser... users) {
    return RealmExport.as(
        name, json -> List.of(users).forEach(user -> RealmImportDoorIT.add(json, user)));
  }
}
