package io.github.phoneidentity.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phoneidentity.testing.KeycloakServer;
import io.github.phoneidentity.testing.Parallel;
import io.github.phoneidentity.testing.TestRealm;
import io.github.phoneidentity.testing.TestUser;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** A realm that had thousands of users before it took part, adopted by two nodes. */
class LargeAdoptionIT {

  @AutoClose private final TestRealm realm = TestRealm.create(RealmUsers::withoutParticipation);
  private final RealmUsers users = new RealmUsers(realm);

  @Test
  void twentyThousandUsersAreAdoptedOnceByTwoNodesWhileLoginsGoOn() throws SQLException {
    List<TestRealm> nodes = List.of(realm, realm.on(realm.server().secondNode()));
    TestUser reader = TestUser.random();
    realm.createUser(reader);
    String conflict = realm.createUser(TestUser.random().withPhone(reader.phone(), false));
    insertCrowd(20_000);

    users.takePart();
    Parallel.run(nodes.size(), node -> nodes.get(node).admin().post(AdoptionIT.ADOPT));
    Awaitility.await("adoption")
        .atMost(Duration.ofMinutes(5))
        .until(
            () -> {
              nodes.forEach(node -> logIn(node, reader));
              return AdoptionIT.finished(realm);
            });

    assertAdopted(20_000, conflict);
    assertThat(nodes)
        .anySatisfy(node -> assertThat(node.server().log()).containsPattern(progress()));
  }

  @Test
  void anotherNodeGoesOnWhereAKilledOneStopped() throws SQLException {
    List<KeycloakServer> nodes = List.of(realm.server(), realm.server().secondNode());
    TestUser owner = TestUser.random();
    realm.createUser(owner);
    String conflict = realm.createUser(TestUser.random().withPhone(owner.phone(), false));
    insertCrowd(12_000);

    users.takePart();
    KeycloakServer adopting =
        Awaitility.await("a node tells that it is at it")
            .atMost(Duration.ofMinutes(2))
            .pollInterval(Duration.ofMillis(20))
            .until(() -> atIt(nodes), Optional::isPresent)
            .get();
    adopting.kill();
    try {
      TestRealm survivor = realm.on(nodes.get(1 - nodes.indexOf(adopting)));
      assertThat(AdoptionIT.finished(survivor)).isFalse();
      Awaitility.await("the other node goes on")
          .atMost(Duration.ofMinutes(5))
          .until(() -> AdoptionIT.finished(survivor));
    } finally {
      adopting.restart();
    }

    assertAdopted(12_000, conflict);
  }

  private Optional<KeycloakServer> atIt(List<KeycloakServer> nodes) {
    return nodes.stream().filter(node -> progress().matcher(node.log()).find()).findFirst();
  }

  private Pattern progress() {
    return Pattern.compile("Adopting realm " + realm.name() + ": \\d+ users so far");
  }

  private static void logIn(TestRealm node, TestUser user) {
    long begun = System.nanoTime();
    Response answer = node.passwordGrant(user.username(), user.password());
    // Keycloak refuses a login of a user while it still books another one of the same user.
    assertThat(answer.statusCode() == 200 || answer.asString().contains("temporarily_disabled"))
        .as(answer.asString())
        .isTrue();
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(5));
  }

  /** Everybody is counted once and owns a canonical number; the one conflict is reported. */
  private void assertAdopted(int crowd, String conflict) throws SQLException {
    JsonPath report = realm.admin().get(AdoptionIT.ADOPT).jsonPath();
    assertThat(report.getInt("users")).isEqualTo(crowd + 2 + AdoptionIT.SEEDED);
    assertThat(report.getList("conflicts.userId")).containsExactly(conflict);
    assertThat(realm.server().logs())
        .contains(
            "Adopting realm %s: user %s: attribute phoneNumber is taken"
                .formatted(realm.name(), conflict),
            "Adopted realm %s: %d users, 1 conflicts"
                .formatted(realm.name(), crowd + 2 + AdoptionIT.SEEDED));
    String ofRealm = " r where r.name = '" + realm.name() + "' and ";
    assertThat(
            count(
                "select count(*) from phone_identity_claim c, realm"
                    + ofRealm
                    + "c.realm_id = r.id and c.attribute_id is not null"))
        .isEqualTo(2 * crowd + 3 + AdoptionIT.SEEDED);
    assertThat(
            count(
                "select count(*) from user_attribute a, user_entity u, realm"
                    + ofRealm
                    + "u.realm_id = r.id and a.user_id = u.id and a.name = 'phoneNumber'"
                    + " and a.value not like '+8210________'"))
        .isZero();
  }

  /** Faster than any API: every other number is in its national spelling. */
  private void insertCrowd(int size) throws SQLException {
    try (Connection database = realm.server().database().connect();
        Statement statement = database.createStatement()) {
      statement.executeUpdate(
          "insert into user_entity (id, username, realm_id, enabled, email_constraint,"
              + " email_verified, not_before, created_timestamp) select gen_random_uuid(),"
              + " 'crowd_' || n, r.id, true, gen_random_uuid(), false, 0, n from realm r,"
              + " generate_series(1, "
              + size
              + ") n where r.name = '"
              + realm.name()
              + "'");
      for (String value :
          List.of(
              "'phoneNumber', case when created_timestamp % 2 = 0 then '+8210' else '010' end"
                  + " || (30000000 + created_timestamp)",
              "'nickname', 'crowd' || created_timestamp")) {
        statement.executeUpdate(
            "insert into user_attribute (id, user_id, name, value) select gen_random_uuid(), u.id,"
                + value
                + " from user_entity u join realm r on r.id = u.realm_id where r.name = '"
                + realm.name()
                + "' and u.username like 'crowd%'");
      }
    }
  }

  private int count(String query) throws SQLException {
    try (Connection database = realm.server().database().connect();
        Statement statement = database.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      rows.next();
      return rows.getInt(1);
    }
  }
}
