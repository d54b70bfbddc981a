package io.github.phoneidentity.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phoneidentity.testing.TestRealm;
import io.github.phoneidentity.testing.TestUser;
import io.github.phoneidentity.testing.Unique;
import io.restassured.response.Response;
import java.util.Locale;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Admin REST, which is also the admin console. */
class AdminDoorIT {

  @AutoClose private static final TestRealm REALM = TestRealm.create();
  private static final RealmUsers USERS = new RealmUsers(REALM);

  @Test
  void numberIsStoredInE164WhateverWasTyped() {
    String phone = Unique.phone();

    String id = REALM.createUser(TestUser.random().withPhone(Unique.national(phone), true));

    assertThat(USERS.attribute(id, "phoneNumber")).isEqualTo(phone);
    assertThat(USERS.attribute(id, "phoneNumberVerified")).isEqualTo("true");
  }

  @Test
  void takenNumberAndNicknameAreRefusedByName() {
    TestUser owner = TestUser.random();
    REALM.createUser(owner);

    Response phone =
        USERS.create(TestUser.random().withPhone(Unique.national(owner.phone()), false));
    Response nickname =
        USERS.create(TestUser.random().withNickname(owner.nickname().toUpperCase(Locale.ROOT)));

    assertThat(phone.statusCode()).isEqualTo(400);
    assertThat(phone.jsonPath().getString("field")).isEqualTo("phoneNumber");
    assertThat(nickname.statusCode()).isEqualTo(400);
    assertThat(nickname.jsonPath().getString("field")).isEqualTo("nickname");
  }

  @Test
  void invalidNumberIsRefusedByName() {
    Response response = USERS.create(TestUser.random().withPhone("kim01012345678", false));

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.jsonPath().getString("field")).isEqualTo("phoneNumber");
  }

  @Test
  void changedNumberIsFreedAndLosesItsProof() {
    TestUser user = TestUser.random();
    String id = REALM.createUser(user);

    assertThat(USERS.update(id, "phoneNumber", Unique.phone()).statusCode()).isEqualTo(204);

    assertThat(USERS.attribute(id, "phoneNumberVerified")).isNull();
    REALM.createUser(TestUser.random().withPhone(user.phone(), true));
  }

  @Test
  void respelledNumberKeepsItsProof() {
    TestUser user = TestUser.random();
    String id = REALM.createUser(user);

    assertThat(USERS.update(id, "phoneNumber", Unique.national(user.phone())).statusCode())
        .isEqualTo(204);

    assertThat(USERS.attribute(id, "phoneNumber")).isEqualTo(user.phone());
    assertThat(USERS.attribute(id, "phoneNumberVerified")).isEqualTo("true");
  }

  @Test
  void removedNumberIsFreedAndLosesItsProof() {
    TestUser user = TestUser.random();
    String id = REALM.createUser(user);

    assertThat(USERS.update(id, "phoneNumber", null).statusCode()).isEqualTo(204);

    assertThat(USERS.attribute(id, "phoneNumber")).isNull();
    assertThat(USERS.attribute(id, "phoneNumberVerified")).isNull();
    REALM.createUser(TestUser.random().withPhone(user.phone(), true));
  }

  @Test
  void changedNicknameIsFreed() {
    TestUser user = TestUser.random();
    String id = REALM.createUser(user);

    assertThat(USERS.update(id, "nickname", Unique.letters(8)).statusCode()).isEqualTo(204);

    REALM.createUser(TestUser.random().withNickname(user.nickname()));
  }

  @Test
  void removedUserFreesEverything() {
    TestUser user = TestUser.random();
    String id = REALM.createUser(user);

    USERS.remove(id);

    REALM.createUser(user);
  }
}
