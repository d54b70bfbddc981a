package io.github.phoneidentity.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import io.github.phoneidentity.testing.TestRealm;
import io.github.phoneidentity.testing.TestUser;
import io.github.phoneidentity.testing.Unique;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What administrators learn of claims, and how they have a realm adopted. */
class AdminClaimsIT {

  private static final String CLAIMS = "/phone-identity/claims";
  private static final String ADOPT = "/phone-identity/adopt";

  @AutoClose private static final TestRealm REALM = TestRealm.create();

  private final TestUser user = TestUser.random();

  @Test
  void ownerOfANumberIsToldInEverySpelling() {
    String id = REALM.createUser(user);

    String since =
        REALM
            .admin()
            .queryParam("phone", Unique.national(user.phone()))
            .get(CLAIMS)
            .then()
            .statusCode(200)
            .body("phone", equalTo(user.phone()), "userId", equalTo(id))
            .body("verified", is(true), "releasedAt", nullValue())
            .extract()
            .path("claimedAt");
    assertThat(Instant.parse(since)).isBefore(Instant.now().plusSeconds(60));
  }

  @Test
  void ownerOfANicknameIsToldInEveryCase() {
    String id = REALM.createUser(user);

    REALM
        .admin()
        .queryParam("nickname", user.nickname().toUpperCase(Locale.ROOT))
        .get(CLAIMS)
        .then()
        .statusCode(200)
        .body("userId", equalTo(id), "verified", nullValue());
  }

  /** As when a newer library no longer knows the number as one. */
  @Test
  void ownerOfANumberThatNoNumberingPlanKnowsAnyMoreIsTold() throws SQLException {
    String id = REALM.createUser(user);
    String unknown = "+99912345678";
    try (Connection database = REALM.server().database().connect();
        Statement statement = database.createStatement()) {
      statement.executeUpdate(
          "update user_attribute set value = '%s' where name = 'phoneNumber' and user_id = '%s'"
              .formatted(unknown, id));
      statement.executeUpdate(
          "update phone_identity_claim set claim_key = '%s' where kind = 'phone' and user_id = '%s'"
              .formatted(unknown, id));
    }
    REALM.admin().post("/clear-user-cache").then().statusCode(204);

    REALM
        .admin()
        .queryParam("phone", unknown)
        .get(CLAIMS)
        .then()
        .statusCode(200)
        .body("phone", equalTo(unknown), "userId", equalTo(id), "verified", is(true));
  }

  @Test
  void whatNobodyOwnsIsNotFound() {
    REALM.admin().queryParam("phone", Unique.phone()).get(CLAIMS).then().statusCode(404);
    REALM.admin().queryParam("phone", "12").get(CLAIMS).then().statusCode(404);
    REALM.admin().queryParam("nickname", user.nickname()).get(CLAIMS).then().statusCode(404);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "?phone=x", "?nickname=", "?phone=01012345678&nickname=kim"})
  void whatAsksForNothingIsRefused(String query) {
    REALM.admin().get(CLAIMS + query).then().statusCode(400);
  }

  @Test
  void realmIsAdoptedOnDemand() {
    REALM.createUser(user);

    REALM.admin().post(ADOPT).then().statusCode(202).body("startedAt", notNullValue());
    Awaitility.await("adoption")
        .atMost(Duration.ofSeconds(60))
        .until(() -> REALM.admin().get(ADOPT).path("finishedAt") != null);
    REALM.admin().get(ADOPT).then().statusCode(200).body("conflicts", empty());
    List<String> paths =
        REALM
            .admin()
            .queryParam("operationTypes", "ACTION")
            .get("/admin-events")
            .jsonPath()
            .getList("resourcePath");
    assertThat(paths).contains("phone-identity/adopt");
  }
}
