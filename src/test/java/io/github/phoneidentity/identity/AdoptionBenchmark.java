package io.github.phoneidentity.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phoneidentity.benchmark.Pairs;
import io.github.phoneidentity.benchmark.Ratio;
import io.github.phoneidentity.benchmark.Results;
import io.github.phoneidentity.benchmark.Row;
import io.github.phoneidentity.benchmark.Sizes;
import io.github.phoneidentity.testing.TestRealm;
import io.restassured.specification.RequestSpecification;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/**
 * How long the adoption of a realm takes, beside a plain insert-select of as many claims, and what
 * its report costs afterwards. It measures and judges nothing; {@code mvn -Pbenchmark} runs it.
 */
class AdoptionBenchmark {

  private static final int WARM_UP_USERS = 20_000;

  @AutoClose private final TestRealm warmUp = TestRealm.create(RealmUsers::withoutParticipation);
  @AutoClose private final TestRealm realm = TestRealm.create(RealmUsers::withoutParticipation);

  @Test
  void adoptionBesideAPlainInsertSelect() throws Exception {
    String realmId = realm.id();
    try (Connection database = realm.server().database().connect();
        Statement statement = database.createStatement()) {
      // A server that has just started spends more time on compiling than on the first realm.
      insertUsers(statement, warmUp.id(), WARM_UP_USERS);
      adopt(statement, warmUp);

      insertUsers(statement, realmId, Sizes.ADOPTED);
      statement.execute("analyze user_entity");
      statement.execute("analyze user_attribute");

      long begun = System.nanoTime();
      int claims = statement.executeUpdate(plain(realmId));
      Duration plain = Duration.ofNanos(System.nanoTime() - begun);
      statement.executeUpdate(
          "delete from phone_identity_claim where realm_id = '" + realmId + "'");
      statement.execute("vacuum phone_identity_claim");

      statement.execute("create extension if not exists pg_stat_statements");
      statement.execute("select pg_stat_statements_reset()");
      Duration adoption = adopt(statement, realm);
      assertThat(claims).isEqualTo(Sizes.ADOPTED);
      Results.add(Row.ADOPTION, new Ratio(adoption.toMillis(), plain.toMillis()));
      printLongestStatements(statement);
      Results.add(
          Row.ADOPTION_REPORT,
          Pairs.of(20, Pairs.MANY, () -> millis("/phone-identity/adopt"), () -> millis("/users")));
    }
  }

  /** As Keycloak's console asks for users: a page of a hundred. */
  private double millis(String path) throws Exception {
    RequestSpecification request = realm.admin().queryParam("first", 0).queryParam("max", 100);
    return Pairs.millis(() -> request.get(path).then().statusCode(200));
  }

  private static Duration adopt(Statement statement, TestRealm realm) {
    new RealmUsers(realm).takePart();
    return Awaitility.await("adoption")
        .atMost(Duration.ofMinutes(20))
        .until(() -> adoption(statement, realm.id()), took -> took != null);
  }

  private static void printLongestStatements(Statement statement) throws SQLException {
    try (ResultSet rows =
        statement.executeQuery(
            "select round(total_exec_time), calls, left(regexp_replace(query, '\\s+', ' ', 'g'),"
                + " 160) from pg_stat_statements where query ilike '%phone_identity%' or query"
                + " ilike '%user_%' order by total_exec_time desc limit 12")) {
      while (rows.next()) {
        System.out.printf("%6d ms %6d x %s%n", rows.getLong(1), rows.getLong(2), rows.getString(3));
      }
    }
  }

  private static void insertUsers(Statement statement, String realmId, int users)
      throws SQLException {
    statement.executeUpdate(
        "insert into user_entity (id, username, realm_id, enabled, email_constraint,"
            + " email_verified, not_before, created_timestamp) select gen_random_uuid(),"
            + (" 'crowd_' || n, '" + realmId + "', true, gen_random_uuid(), false, 0, n")
            + (" from generate_series(1, " + users + ") n"));
    statement.executeUpdate(
        "insert into user_attribute (id, user_id, name, value) select gen_random_uuid(), id,"
            + " 'phoneNumber', '+8210' || (30000000 + created_timestamp) from user_entity"
            + (" where realm_id = '" + realmId + "' and username like 'crowd%'"));
  }

  private static String plain(String realmId) {
    return "insert into phone_identity_claim (realm_id, kind, claim_key, user_id, attribute_id,"
        + " claimed_at) select u.realm_id, 'phone', a.value, u.id, a.id, 0 from user_attribute a"
        + " join user_entity u on u.id = a.user_id where a.name = 'phoneNumber'"
        + (" and u.realm_id = '" + realmId + "'");
  }

  /** From its first step to its end, without the wait for the clock; null while it goes on. */
  private static Duration adoption(Statement statement, String realmId) throws SQLException {
    try (ResultSet rows =
        statement.executeQuery(
            "select finished_at - started_at from phone_identity_adoption where finished_at is not"
                + (" null and realm_id = '" + realmId + "'"))) {
      return rows.next() ? Duration.ofMillis(rows.getLong(1)) : null;
    }
  }
}
