package io.github.phoneidentity.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phoneidentity.testing.TestRealm;
import io.github.phoneidentity.testing.TestUser;
import io.github.phoneidentity.testing.Unique;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Admin REST, which is also the admin console. */
class AdminDoorIT {

  @AutoClose private static final TestRealm REALM = TestRealm.create();

  @Test
  void numberIsStoredInE164WhateverWasTyped() {
    String phone = Unique.phone();

    String id = REALM.createUser(TestUser.random().withPhone(Unique.national(phone), true));

    assertThat(attribute(id, "phoneNumber")).isEqualTo(phone);
    assertThat(attribute(id, "phoneNumberVerified")).isEqualTo("true");
  }

  @Test
  void takenNumberAndNicknameAreRefusedByName() {
    TestUser owner = TestUser.random();
    REALM.createUser(owner);

    Response phone = create(TestUser.random().withPhone(Unique.national(owner.phone()), false));
    Response nickname =
        create(TestUser.random().withNickname(owner.nickname().toUpperCase(java.util.Locale.ROOT)));

    assertThat(phone.statusCode()).isEqualTo(400);
    assertThat(phone.jsonPath().getString("field")).isEqualTo("phoneNumber");
    assertThat(nickname.statusCode()).isEqualTo(400);
    assertThat(nickname.jsonPath().getString("field")).isEqualTo("nickname");
  }

  @Test
  void invalidNumberIsRefusedByName() {
    Response response = create(TestUser.random().withPhone("kim01012345678", false));

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.jsonPath().getString("field")).isEqualTo("phoneNumber");
  }

  @Test
  void changedNumberIsFreedAndLosesItsProof() {
    TestUser user = TestUser.random();
    String id = REALM.createUser(user);

    assertThat(update(id, "phoneNumber", Unique.phone())).isEqualTo(204);

    assertThat(attribute(id, "phoneNumberVerified")).isNull();
    REALM.createUser(TestUser.random().withPhone(user.phone(), true));
  }

  @Test
  void respelledNumberKeepsItsProof() {
    TestUser user = TestUser.random();
    String id = REALM.createUser(user);

    assertThat(update(id, "phoneNumber", Unique.national(user.phone()))).isEqualTo(204);

    assertThat(attribute(id, "phoneNumber")).isEqualTo(user.phone());
    assertThat(attribute(id, "phoneNumberVerified")).isEqualTo("true");
  }

  @Test
  void removedNumberIsFreedAndLosesItsProof() {
    TestUser user = TestUser.random();
    String id = REALM.createUser(user);

    assertThat(update(id, "phoneNumber", null)).isEqualTo(204);

    assertThat(attribute(id, "phoneNumber")).isNull();
    assertThat(attribute(id, "phoneNumberVerified")).isNull();
    REALM.createUser(TestUser.random().withPhone(user.phone(), true));
  }

  @Test
  void changedNicknameIsFreed() {
    TestUser user = TestUser.random();
    String id = REALM.createUser(user);

    assertThat(update(id, "nickname", Unique.letters(8))).isEqualTo(204);

    REALM.createUser(TestUser.random().withNickname(user.nickname()));
  }

  @Test
  void removedUserFreesEverything() {
    TestUser user = TestUser.random();
    String id = REALM.createUser(user);

    REALM.admin().delete("/users/{id}", id).then().statusCode(204);

    REALM.createUser(user);
  }

  private static Response create(TestUser user) {
    return REALM.admin().body(user.representation()).post("/users");
  }

  private static int update(String id, String attribute, String value) {
    JsonPath user = REALM.user(id);
    Map<String, Object> attributes = new HashMap<>(user.getMap("attributes"));
    if (value == null) {
      attributes.remove(attribute);
    } else {
      attributes.put(attribute, List.of(value));
    }
    Map<String, Object> body = new HashMap<>(user.getMap("$"));
    body.put("attributes", attributes);
    return REALM.admin().body(body).put("/users/{id}", id).statusCode();
  }

  private static String attribute(String id, String name) {
    List<String> values = REALM.user(id).getList("attributes." + name);
    return values == null ? null : values.get(0);
  }
}
