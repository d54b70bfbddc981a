package io.github.phoneidentity.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phoneidentity.testing.KeycloakServer;
import io.github.phoneidentity.testing.TestRealm;
import io.github.phoneidentity.testing.TestUser;
import io.github.phoneidentity.testing.Unique;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** The outcomes of a claim (won, lost, freed, changed, adopted) on the embedded database. */
class EmbeddedDatabaseIT {

  @AutoClose
  private static final TestRealm REALM =
      TestRealm.create(KeycloakServer.withEmbeddedDatabase(), RealmUsers::withoutValidators);

  private static final RealmUsers USERS = new RealmUsers(REALM);

  @Test
  void wonAndCanonical() {
    TestUser user = TestUser.random();

    String id = REALM.createUser(user.withPhone(Unique.national(user.phone()), true));

    assertThat(USERS.attribute(id, "phoneNumber")).isEqualTo(user.phone());
    assertThat(USERS.attribute(id, "phoneNumberVerified")).isEqualTo("true");
    assertThat(USERS.canLogIn(user.phone(), user.password())).isTrue();
  }

  @Test
  void lostAtTheCommitAndNothingRemains() {
    TestUser owner = TestUser.random();
    REALM.createUser(owner);
    TestUser loser = TestUser.random().withPhone(Unique.national(owner.phone()), false);

    assertThat(USERS.create(loser).statusCode()).isEqualTo(409);
    assertThat(USERS.named(loser.username())).isEmpty();
    assertThat(USERS.partialImport("FAIL", loser).statusCode()).isEqualTo(409);
  }

  @Test
  void changedRemovedAndFreed() {
    TestUser user = TestUser.random();
    String id = REALM.createUser(user);
    String another = Unique.phone();

    assertThat(USERS.update(id, "phoneNumber", another).statusCode()).isEqualTo(204);
    assertThat(USERS.attribute(id, "phoneNumberVerified")).isNull();
    REALM.createUser(TestUser.random().withPhone(user.phone(), true));
    USERS.remove(id);
    REALM.createUser(TestUser.random().withPhone(another, true).withNickname(user.nickname()));
  }

  @Test
  void adopted() {
    TestUser user = TestUser.random();
    try (TestRealm realm =
        TestRealm.create(KeycloakServer.withEmbeddedDatabase(), RealmUsers::withoutParticipation)) {
      RealmUsers users = new RealmUsers(realm);
      String id = realm.createUser(user.withPhone(Unique.national(user.phone()), true));

      users.takePart();

      Awaitility.await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(
              () -> assertThat(users.attribute(id, "phoneNumber")).isEqualTo(user.phone()));
    }
  }
}
