package io.github.phoneidentity.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phoneidentity.authentication.Recipe;
import io.github.phoneidentity.testing.KeycloakServer;
import io.github.phoneidentity.testing.Login;
import io.github.phoneidentity.testing.Page;
import io.github.phoneidentity.testing.SignUp;
import io.github.phoneidentity.testing.TestRealm;
import io.github.phoneidentity.testing.TestUser;
import io.github.phoneidentity.testing.Unique;
import io.restassured.path.json.JsonPath;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** The jar is taken out, or all nodes die; users are changed, and it is put back. */
class WithoutExtensionIT {

  @Test
  void nothingIsBelievedThatChangedWhileTheJarWasOut() throws SQLException {
    KeycloakServer server = KeycloakServer.shared();
    // Without the jar Keycloak knows no validator of it and refuses the profile.
    try (TestRealm realm = TestRealm.create(server, RealmUsers::withoutValidators);
        TestRealm interrupted = TestRealm.create(server, RealmUsers::withoutValidators);
        TestRealm left = TestRealm.create(server, demo -> {})) {
      TestUser read = TestUser.random();
      String readId = interrupted.createUser(read);
      TestUser local = TestUser.random();
      left.createUser(local);
      leave(left);
      RealmUsers users = new RealmUsers(realm);
      TestUser unchanged = TestUser.random();
      String unchangedId = realm.createUser(unchanged);
      TestUser changed = TestUser.random();
      String changedId = realm.createUser(changed);
      String unproven = Unique.phone();
      String unprovenId = realm.createUser(TestUser.random().withPhone(unproven, false));
      TestUser bare = TestUser.random().withoutPhone();
      String bareId = realm.createUser(bare);
      TestUser numberless = TestUser.random();
      String numberlessId = realm.createUser(numberless);
      TestUser renamed = TestUser.random();
      String renamedId = realm.createUser(renamed);
      String newName = TestUser.random().nickname();
      TestUser namesake = TestUser.random().withNickname(unchanged.nickname());
      String another = Unique.phone();
      TestUser copy = TestUser.random().withPhone(unchanged.phone(), true);
      TestUser successor = TestUser.random().withPhone(changed.phone(), true);

      KeycloakServer without = server.withoutExtension();
      String copyId;
      String successorId;
      String namesakeId;
      String readAnew = Unique.phone();
      try {
        interrupt(interrupted.on(without), readId);
        assertThat(
                new RealmUsers(interrupted.on(without))
                    .update(readId, "phoneNumber", readAnew)
                    .statusCode())
            .isEqualTo(204);
        assertIsAnyRealm(left.on(without), local);
        TestRealm meanwhile = realm.on(without);
        RealmUsers them = new RealmUsers(meanwhile);
        assertThat(them.update(changedId, "phoneNumber", another).statusCode()).isEqualTo(204);
        assertThat(them.update(unprovenId, "phoneNumberVerified", "true").statusCode())
            .isEqualTo(204);
        assertThat(them.update(bareId, "phoneNumberVerified", "true").statusCode()).isEqualTo(204);
        assertThat(them.update(bareId, "phoneNumber", Unique.phone()).statusCode()).isEqualTo(204);
        assertThat(them.update(numberlessId, "phoneNumber", null).statusCode()).isEqualTo(204);
        assertThat(them.update(renamedId, "nickname", newName).statusCode()).isEqualTo(204);
        namesakeId = meanwhile.createUser(namesake);
        copyId = meanwhile.createUser(copy);
        successorId = meanwhile.createUser(successor);
        assertThat(them.attribute(changedId, "phoneNumberVerified")).isEqualTo("true");
      } finally {
        without.stop();
        server.restart();
      }
      JsonPath report = reconciled(realm);

      assertThat(report.getList("conflicts.userId")).containsExactlyInAnyOrder(copyId, namesakeId);
      assertThat(report.getList("conflicts.ownerId")).containsExactly(unchangedId, unchangedId);
      assertThat(users.attribute(unchangedId, "phoneNumberVerified")).isEqualTo("true");
      assertThat(users.canLogIn(unchanged.phone(), unchanged.password())).isTrue();
      assertThat(users.canLogIn(unchanged.nickname(), unchanged.password())).isTrue();
      for (String id :
          new String[] {changedId, bareId, unprovenId, copyId, successorId, numberlessId}) {
        assertThat(users.attribute(id, "phoneNumberVerified")).isNull();
      }
      assertThat(users.canLogIn(numberless.phone(), numberless.password())).isFalse();
      assertThat(users.ownerOf(numberless.phone())).isNull();
      assertThat(users.canLogIn(renamed.nickname(), renamed.password())).isFalse();
      assertThat(users.canLogIn(newName, renamed.password())).isTrue();
      assertThat(users.canLogIn(namesake.nickname(), namesake.password())).isFalse();
      assertThat(users.canLogIn(changed.phone(), changed.password())).isFalse();
      assertThat(users.ownerOf(unproven)).isEqualTo(unprovenId);
      assertThat(users.ownerOf(another)).isEqualTo(changedId);
      assertThat(users.ownerOf(successor.phone())).isEqualTo(successorId);
      assertThat(reconciled(interrupted).getString("state")).isEqualTo("finished");
      assertThat(new RealmUsers(interrupted).ownerOf(readAnew)).isEqualTo(readId);
      assertThat(new RealmUsers(interrupted).attribute(readId, "phoneNumberVerified")).isNull();
    }
  }

  /** The realm's first adoption has read this user, and is not finished. */
  private static void interrupt(TestRealm realm, String lastRead) throws SQLException {
    assertThat(
            update(
                realm.server(),
                "update PHONE_IDENTITY_ADOPTION set ADOPTED_AT = null, FINISHED_AT = null,"
                    + " PHASE = 'READ', LAST = ? where REALM_ID = ?",
                lastRead,
                realm.id()))
        .isOne();
  }

  /**
   * All nodes die, which leaves their heartbeats, and one is back before these have expired: it
   * waits until it is sure that no other node is alive.
   */
  @Test
  void nothingIsBelievedThatChangedAfterTheLastNodeWasKilled() throws SQLException {
    KeycloakServer server = KeycloakServer.shared();
    try (TestRealm realm = TestRealm.create(server, demo -> {})) {
      RealmUsers users = new RealmUsers(realm);
      TestUser changed = TestUser.random();
      String changedId = realm.createUser(changed);
      String another = Unique.phone();
      server.nodes().stream().filter(node -> node != server).forEach(KeycloakServer::stop);

      server.kill();
      Instant lastBeat = Instant.now();
      try {
        assertThat(
                update(
                    server, "update PHONE_IDENTITY_NODE set ALIVE_AT = ?", lastBeat.toEpochMilli()))
            .isPositive();
        assertThat(
                update(
                    server,
                    "update USER_ATTRIBUTE set VALUE = ? where VALUE = ? and USER_ID = ?",
                    another,
                    changed.phone(),
                    changedId))
            .isOne();
      } finally {
        server.restart();
      }
      Awaitility.await("reconciliation")
          .atMost(Duration.ofMinutes(2))
          .until(() -> Instant.parse(adoption(realm).getString("startedAt")), lastBeat::isBefore);
      JsonPath report = reconciled(realm);

      assertThat(Instant.parse(report.getString("startedAt")))
          .isAfterOrEqualTo(lastBeat.plusSeconds(30).truncatedTo(ChronoUnit.MILLIS));
      assertThat(users.attribute(changedId, "phoneNumber")).isEqualTo(another);
      assertThat(users.attribute(changedId, "phoneNumberVerified")).isNull();
      assertThat(users.ownerOf(another)).isEqualTo(changedId);
      assertThat(users.canLogIn(changed.phone(), changed.password())).isFalse();
    }
  }

  private static int update(KeycloakServer server, String statement, Object... values)
      throws SQLException {
    try (Connection connection = server.database().connect();
        PreparedStatement update = connection.prepareStatement(statement)) {
      for (int i = 0; i < values.length; i++) {
        update.setObject(i + 1, values[i]);
      }
      return update.executeUpdate();
    }
  }

  /** The recipe of docs/operations.md, up to the removal of the jar. */
  private static void leave(TestRealm realm) {
    Recipe.bindKeycloaksFlows(realm);
    Recipe.deleteFlows(realm);
    Recipe.dropValidators(realm);
    Recipe.disableActions(realm);
    Recipe.unregisterActions(realm);
  }

  private static void assertIsAnyRealm(TestRealm realm, TestUser user) {
    Login.begin(realm).password(user).done();
    assertThat(realm.passwordGrant(user.email(), user.password()).statusCode()).isEqualTo(200);
    Page registered =
        SignUp.begin(realm).page().form("#kc-register-form").fill(TestUser.random()).submit();
    assertThat(registered.callback()).containsKey("code");
  }

  private static JsonPath adoption(TestRealm realm) {
    return realm.admin().get("/phone-identity/adopt").jsonPath();
  }

  private static JsonPath reconciled(TestRealm realm) {
    Awaitility.await("reconciliation")
        .atMost(Duration.ofMinutes(2))
        .until(() -> adoption(realm).getString("state"), "finished"::equals);
    return adoption(realm);
  }
}
