package io.github.phoneidentity.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.phoneidentity.testing.Admin;
import io.github.phoneidentity.testing.KeycloakServer;
import io.github.phoneidentity.testing.RealmExport;
import io.github.phoneidentity.testing.TestRealm;
import io.github.phoneidentity.testing.TestUser;
import io.github.phoneidentity.testing.Unique;
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
  void oneNumberForTwoStopsTheStartAndNamesUserAndField() {
    TestUser one = TestUser.random();
    TestUser two = TestUser.random().withPhone(Unique.national(one.phone()), false);
    String realm = realm(one, two);

    assertThatThrownBy(() -> node.restartWithImport(realm))
        .hasMessageContaining("attribute phoneNumber is taken")
        .message()
        .containsAnyOf(one.username(), two.username());

    KeycloakServer again = KeycloakServer.shared().secondNode();
    assertThat(new Admin(again).request().get("/admin/realms/" + name).statusCode()).isEqualTo(404);
  }

  private String realm(TestUser... users) {
    return RealmExport.as(
        name, json -> List.of(users).forEach(user -> RealmImportDoorIT.add(json, user)));
  }
}
