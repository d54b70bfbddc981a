package io.github.phoneidentity.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.phoneidentity.testing.TestRealm;
import io.github.phoneidentity.testing.TestUser;
import io.github.phoneidentity.testing.Unique;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A realm that does not take part: the same write paths, and nothing is claimed. */
class OtherRealmIT extends WritePath {

  @Override
  void change(ObjectNode json) {
    RealmUsers.withoutParticipation(json);
  }

  @Test
  void nothingIsRewrittenOrOwned() {
    String phone = Unique.phone();
    TestUser one = TestUser.random().withPhone(Unique.national(phone), true);
    TestUser two = TestUser.random().withPhone(phone, true).withNickname(one.nickname());

    String first = realm.createUser(one);
    String second = realm.createUser(two);
    assertThat(users.update(second, "phoneNumber", "call me").statusCode()).isEqualTo(204);
    assertThat(users.partialImport("FAIL", TestUser.random().withPhone(phone, false)).statusCode())
        .isEqualTo(200);

    assertThat(users.attribute(first, "phoneNumber")).isEqualTo(Unique.national(phone));
    assertThat(users.attribute(second, "phoneNumber")).isEqualTo("call me");
    assertThat(users.attribute(second, "phoneNumberVerified")).isEqualTo("true");
    assertThat(users.canLogIn(one.username(), one.password())).isTrue();
    assertThat(users.canLogIn(one.nickname(), one.password())).isFalse();
  }

  @Test
  void importedRealmKeepsItsValues() {
    TestUser one = TestUser.random().withPhone("call me", true);
    TestUser two = TestUser.random().withPhone("call me", true).withNickname(one.nickname());
    try (TestRealm imported =
        TestRealm.create(
            realm.server(),
            json -> {
              RealmUsers.withoutParticipation(json);
              RealmImportWritePathIT.add(json, one);
              RealmImportWritePathIT.add(json, two);
            })) {
      RealmUsers there = new RealmUsers(imported);
      String id = there.named(two.username()).get(0);

      assertThat(there.attribute(id, "phoneNumber")).isEqualTo("call me");
      assertThat(there.attribute(id, "phoneNumberVerified")).isEqualTo("true");
    }
  }

  @Test
  void extensionSetsWhatItLikes() {
    TestUser one = TestUser.random();
    TestUser two = TestUser.random();
    realm.createUser(one);
    String id = realm.createUser(two);

    realm
        .request()
        .queryParam("value", Unique.national(one.phone()))
        .put("/third-party/{user}/phoneNumber", id)
        .then()
        .statusCode(204);

    assertThat(users.attribute(id, "phoneNumber")).isEqualTo(Unique.national(one.phone()));
    assertThat(users.attribute(id, "phoneNumberVerified")).isEqualTo("true");
  }

  @Test
  void brokerBringsWhatItLikes() {
    TestUser one = TestUser.random();
    realm.createUser(one);
    TestUser user = TestUser.random().withNickname(one.nickname());
    try (Brokering brokering = Brokering.of(realm)) {
      brokering.provider().createUser(user.withPhone(Unique.national(one.phone()), true));

      String id = brokering.login(user);

      assertThat(users.attribute(id, "phoneNumber")).isEqualTo(Unique.national(one.phone()));
      assertThat(users.attribute(id, "nickname")).isEqualTo(one.nickname());
      assertThat(realm.events("UPDATE_PROFILE_ERROR")).isEmpty();
    }
  }

  @Test
  void ownerChangesTheNicknameToAnybodys() {
    TestUser one = TestUser.random();
    TestUser two = TestUser.random();
    realm.createUser(one);
    String id = realm.createUser(two);

    assertThat(AccountWritePathIT.save(realm, two, "nickname", one.nickname()).statusCode())
        .isEqualTo(204);

    assertThat(users.attribute(id, "nickname")).isEqualTo(one.nickname());
  }

  @Test
  void removedUsersAndValuesLeaveNothingBehind() {
    TestUser user = TestUser.random();
    String id = realm.createUser(user);

    assertThat(users.update(id, "phoneNumber", null).statusCode()).isEqualTo(204);
    assertThat(users.attribute(id, "phoneNumberVerified")).isEqualTo("true");
    users.remove(id);

    realm.createUser(user);
  }

  @Test
  void restApiIsNotThere() {
    realm
        .request()
        .queryParam("client_id", "demo-app")
        .contentType("application/json")
        .body(Map.of("purpose", "registration", "phone", Unique.phone()))
        .post("/phone-identity/verifications")
        .then()
        .statusCode(404);
  }
}
