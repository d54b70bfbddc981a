package io.github.phoneidentity.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phoneidentity.testing.TestRealm;
import io.github.phoneidentity.testing.TestUser;
import io.github.phoneidentity.testing.Unique;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** A realm that had users before it took part. */
class AdoptionIT {

  private static final int CROWD = 20_000;

  @AutoClose private final TestRealm realm = TestRealm.create(RealmUsers::withoutParticipation);
  private final RealmUsers users = new RealmUsers(realm);

  @Test
  void valuesAreCanonicalAndOwnedOnceTheRealmTakesPart() {
    TestUser user = TestUser.random().withPhone(Unique.phone(), true);
    String id = realm.createUser(user.withPhone(Unique.national(user.phone()), true));
    assertThat(users.attribute(id, "phoneNumber")).isEqualTo(Unique.national(user.phone()));

    takePart();

    assertThat(users.attribute(id, "phoneNumber")).isEqualTo(user.phone());
    assertThat(users.attribute(id, "phoneNumberVerified")).isEqualTo("true");
    assertThat(users.canLogIn(user.phone(), user.password())).isTrue();
    assertThat(users.canLogIn(user.nickname(), user.password())).isTrue();
  }

  @Test
  void oldestVerifiedOwnerKeepsTheNumberAndNothingElseIsChanged() {
    String phone = Unique.phone();
    String oldest = realm.createUser(TestUser.random().withPhone(Unique.national(phone), false));
    TestUser verified = TestUser.random().withPhone(phone, true);
    realm.createUser(verified);
    TestUser laterVerified = TestUser.random().withPhone(phone, true);
    String last = realm.createUser(laterVerified);

    takePart();

    assertThat(users.attribute(oldest, "phoneNumber")).isEqualTo(Unique.national(phone));
    assertThat(users.attribute(last, "phoneNumber")).isEqualTo(phone);
    assertThat(users.attribute(last, "phoneNumberVerified")).isEqualTo("true");
    assertThat(users.canLogIn(phone, verified.password())).isTrue();
    assertThat(users.canLogIn(phone, laterVerified.password())).isFalse();
    assertThat(realm.server().log()).contains("user " + last + ": attribute phoneNumber is taken");
    assertThat(users.update(last, "nickname", Unique.letters(9)).statusCode()).isEqualTo(204);
  }

  @Test
  void twentyThousandUsersAreAdoptedWhileLoginsGoOn() throws SQLException {
    TestUser reader = TestUser.random();
    realm.createUser(reader);
    insertCrowd();

    users.takePart();
    Awaitility.await("adoption")
        .atMost(Duration.ofMinutes(5))
        .until(
            () -> {
              assertThat(users.canLogIn(reader.username(), reader.password())).isTrue();
              return isAdopted();
            });

    assertThat(realm.server().log()).contains("Adopting realm " + realm.name() + ": ");
    assertThat(
            count(
                "select count(*) from phone_identity_claim c join realm r on r.id ="
                    + " c.realm_id where r.name = '"
                    + realm.name()
                    + "' and c.attribute_id is not null"))
        .isGreaterThanOrEqualTo(2 * CROWD);
  }

  /** Faster than any API: every other number is in its national spelling. */
  private void insertCrowd() throws SQLException {
    try (Connection database = realm.server().database().connect();
        Statement statement = database.createStatement()) {
      statement.executeUpdate(
          "insert into user_entity (id, username, realm_id, enabled, email_constraint,"
              + " email_verified, not_before, created_timestamp) select gen_random_uuid(),"
              + " 'crowd_' || n, r.id, true, gen_random_uuid(), false, 0, n from realm r,"
              + " generate_series(1, "
              + CROWD
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

  private void takePart() {
    users.takePart();
    Awaitility.await("adoption").atMost(Duration.ofSeconds(30)).until(this::isAdopted);
  }

  private boolean isAdopted() {
    return realm.server().log().contains("Adopted realm " + realm.name() + ":");
  }
}
