package io.github.phoneidentity.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phoneidentity.testing.TestRealm;
import io.github.phoneidentity.testing.TestUser;
import io.github.phoneidentity.testing.Unique;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.util.Locale;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** What administrators see of claims, and adoption on demand. */
class ClaimAdministrationIT {

  @AutoClose private static final TestRealm REALM = TestRealm.create();
  private static final RealmUsers USERS = new RealmUsers(REALM);

  @Test
  void ownerOfANumberInAnySpelling() {
    TestUser user = TestUser.random();
    String id = REALM.createUser(user);

    JsonPath claim = claim("phone", Unique.national(user.phone())).jsonPath();

    assertThat(claim.getString("userId")).isEqualTo(id);
    assertThat(claim.getString("kind")).isEqualTo("phone");
    assertThat(claim.getBoolean("verified")).isTrue();
    assertThat(claim.getString("claimedAt")).isNotBlank();
  }

  @Test
  void ownerOfANicknameInAnyLetterCase() {
    TestUser user = TestUser.random();
    String id = REALM.createUser(user);

    JsonPath claim = claim("nickname", user.nickname().toUpperCase(Locale.ROOT)).jsonPath();

    assertThat(claim.getString("userId")).isEqualTo(id);
    assertThat(claim.getString("verified")).isNull();
  }

  @Test
  void unknownAndMalformedValues() {
    assertThat(claim("phone", Unique.phone()).statusCode()).isEqualTo(404);
    assertThat(claim("phone", "call me").statusCode()).isEqualTo(400);
    assertThat(REALM.admin().get("/phone-identity/claims").statusCode()).isEqualTo(400);
  }

  @Test
  void adoptionOnDemandReportsWhatItLeftAsItWas() {
    TestUser owner = TestUser.random();
    TestUser other = TestUser.random().withPhone(owner.phone(), false);
    try (TestRealm realm = TestRealm.create(RealmUsers::withoutParticipation)) {
      String ownerId = realm.createUser(owner);
      String otherId = realm.createUser(other);
      new RealmUsers(realm).takePart();

      assertThat(realm.admin().post("/phone-identity/adopt").statusCode()).isEqualTo(202);
      Awaitility.await("adoption")
          .until(() -> adoption(realm).getString("state"), "finished"::equals);

      assertThat(adoption(realm).getList("conflicts.userId")).containsExactly(otherId);
      assertThat(adoption(realm).getList("conflicts.ownerId")).containsExactly(ownerId);
      assertThat(adoption(realm).getList("conflicts.attribute")).containsExactly("phoneNumber");
    }
  }

  @Test
  void releasedNumberIsNobodys() {
    TestUser user = TestUser.random();
    USERS.remove(REALM.createUser(user));

    assertThat(claim("phone", user.phone()).statusCode()).isEqualTo(404);
  }

  private static JsonPath adoption(TestRealm realm) {
    return realm.admin().get("/phone-identity/adopt").jsonPath();
  }

  private static Response claim(String kind, String value) {
    return REALM.admin().queryParam(kind, value).get("/phone-identity/claims");
  }
}
