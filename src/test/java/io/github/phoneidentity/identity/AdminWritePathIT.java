package io.github.phoneidentity.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phoneidentity.testing.TestUser;
import io.github.phoneidentity.testing.Unique;
import io.restassured.response.Response;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Admin REST, which is also the admin console. */
class AdminWritePathIT extends WritePath {

  @Test
  void numberIsStoredInE164WhateverWasTyped() {
    String phone = Unique.phone();

    String id = realm.createUser(TestUser.random().withPhone(Unique.national(phone), true));

    assertThat(users.attribute(id, "phoneNumber")).isEqualTo(phone);
    assertThat(users.attribute(id, "phoneNumberVerified")).isEqualTo("true");
  }

  @Test
  void takenNumberAndNicknameAreRefusedByName() {
    TestUser owner = TestUser.random();
    realm.createUser(owner);

    Response phone =
        users.create(TestUser.random().withPhone(Unique.national(owner.phone()), false));
    Response nickname =
        users.create(TestUser.random().withNickname(owner.nickname().toUpperCase(Locale.ROOT)));

    assertThat(phone.statusCode()).isEqualTo(400);
    assertThat(phone.jsonPath().getString("field")).isEqualTo("phoneNumber");
    assertThat(nickname.statusCode()).isEqualTo(400);
    assertThat(nickname.jsonPath().getString("field")).isEqualTo("nickname");
  }

  @Test
  void invalidNumberIsRefusedByName() {
    Response response = users.create(TestUser.random().withPhone("kim01012345678", false));

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.jsonPath().getString("field")).isEqualTo("phoneNumber");
  }

  @Test
  void changedNumberIsFreedAndLosesItsProof() {
    TestUser user = TestUser.random();
    String id = realm.createUser(user);

    assertThat(users.update(id, "phoneNumber", Unique.phone()).statusCode()).isEqualTo(204);

    assertThat(users.attribute(id, "phoneNumberVerified")).isNull();
    realm.createUser(TestUser.random().withPhone(user.phone(), true));
  }

  @Test
  void takenValueIsRefusedAndTheUserIsAsBefore() {
    TestUser owner = TestUser.random();
    realm.createUser(owner);
    TestUser user = TestUser.random();
    String id = realm.createUser(user);

    Response phone = users.update(id, "phoneNumber", Unique.national(owner.phone()));
    Response nickname = users.update(id, "nickname", owner.nickname());

    assertThat(phone.statusCode()).isEqualTo(400);
    assertThat(phone.jsonPath().getString("field")).isEqualTo("phoneNumber");
    assertThat(nickname.statusCode()).isEqualTo(400);
    assertThat(users.attribute(id, "phoneNumber")).isEqualTo(user.phone());
    assertThat(users.attribute(id, "phoneNumberVerified")).isEqualTo("true");
    assertThat(users.attribute(id, "nickname")).isEqualTo(user.nickname());
    assertThat(users.canLogIn(user.phone(), user.password())).isTrue();
  }

  @Test
  void respelledNumberKeepsItsProof() {
    TestUser user = TestUser.random();
    String id = realm.createUser(user);

    assertThat(users.update(id, "phoneNumber", Unique.national(user.phone())).statusCode())
        .isEqualTo(204);

    assertThat(users.attribute(id, "phoneNumber")).isEqualTo(user.phone());
    assertThat(users.attribute(id, "phoneNumberVerified")).isEqualTo("true");
  }

  @Test
  void removedNumberIsFreedAndLosesItsProof() {
    TestUser user = TestUser.random();
    String id = realm.createUser(user);

    assertThat(users.update(id, "phoneNumber", null).statusCode()).isEqualTo(204);

    assertThat(users.attribute(id, "phoneNumber")).isNull();
    assertThat(users.attribute(id, "phoneNumberVerified")).isNull();
    realm.createUser(TestUser.random().withPhone(user.phone(), true));
  }

  @Test
  void changedNicknameIsFreed() {
    TestUser user = TestUser.random();
    String id = realm.createUser(user);

    assertThat(users.update(id, "nickname", Unique.letters(8)).statusCode()).isEqualTo(204);

    realm.createUser(TestUser.random().withNickname(user.nickname()));
  }

  @Test
  void removedUserFreesEverything() {
    TestUser user = TestUser.random();
    String id = realm.createUser(user);

    users.remove(id);

    realm.createUser(user);
  }

  @Test
  void whatIsNotExactlyTrueIsNoProofAndNotStored() {
    for (String value : List.of("false", "True", "TRUE", "yes")) {
      TestUser user = TestUser.random().withoutPhone();
      Map<String, Object> body = new HashMap<>(user.representation());
      body.put(
          "attributes",
          Map.of(
              "nickname",
              List.of(user.nickname()),
              "phoneNumber",
              List.of(Unique.phone()),
              "phoneNumberVerified",
              List.of(value)));

      String id = realm.createUser(body);

      assertThat(users.attribute(id, "phoneNumberVerified")).as(value).isNull();
      assertThat(users.update(id, "phoneNumberVerified", value).statusCode()).isEqualTo(204);
      assertThat(users.attribute(id, "phoneNumberVerified")).as(value).isNull();
    }
  }

  @Test
  void administratorVerifiesTheNumberOnFile() {
    TestUser user = TestUser.random();
    String id = realm.createUser(user.withPhone(user.phone(), false));

    assertThat(users.update(id, "phoneNumberVerified", "true").statusCode()).isEqualTo(204);

    assertThat(users.attribute(id, "phoneNumberVerified")).isEqualTo("true");
  }

  @ParameterizedTest
  @ValueSource(strings = {"true,true", "true,false", "false,true"})
  void severalValuesAreNoProof(String values) {
    TestUser user = TestUser.random();
    Map<String, Object> imported = new HashMap<>(user.representation());
    Map<String, Object> attributes =
        new HashMap<>((Map<String, Object>) imported.get("attributes"));
    attributes.put("phoneNumberVerified", List.of(values.split(",")));
    attributes.put("phoneNumberVerifiedAt", List.of("2999-01-01T00:00:00Z"));
    imported.put("attributes", attributes);

    assertThat(users.partialImport("FAIL", List.of(imported)).statusCode()).isEqualTo(200);

    String id = users.named(user.username()).get(0);
    assertThat(users.attribute(id, "phoneNumber")).isEqualTo(user.phone());
    assertThat(users.attribute(id, "phoneNumberVerified")).isNull();
    assertThat(users.attribute(id, "phoneNumberVerifiedAt")).isNull();
  }

  @Test
  void releasedNumberIsAnAdminEventThatMasksIt() {
    realm.admin().body(Map.of("adminEventsEnabled", true)).put().then().statusCode(204);
    TestUser user = TestUser.random();
    String id = realm.createUser(user);

    Map<String, Object> body = new HashMap<>(realm.user(id).getMap("$"));
    body.put("attributes", Map.of("nickname", List.of(user.nickname())));
    realm.admin().body(body).put("/users/{id}", id).then().statusCode(204);

    List<Map<String, Object>> events =
        realm
            .admin()
            .queryParam("operationTypes", "DELETE")
            .get("/admin-events")
            .then()
            .statusCode(200)
            .extract()
            .jsonPath()
            .getList("$");
    assertThat(events)
        .anySatisfy(
            event -> {
              assertThat(event).containsEntry("resourceType", "PHONE_IDENTITY_CLAIM");
              assertThat(event.get("resourcePath").toString()).contains(id);
              assertThat(event.get("details").toString())
                  .contains("phone released", "+82******")
                  .doesNotContain(user.phone());
            });
  }

  @Test
  void wrongPolicyIsRefusedWhereverItIsSaved() {
    String path = "/authentication/required-actions/VERIFY_PHONE";
    Map<String, Object> action = new HashMap<>(realm.admin().get(path).jsonPath().getMap("$"));
    Map<String, String> before = realm.policy();
    action.put("config", Map.of("code-length", "5"));

    Response answer = realm.admin().body(action).put(path);

    assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(400);
    assertThat(answer.asString()).contains("code-length");
    assertThat(realm.policy()).isEqualTo(before);
  }

  @Test
  void usernameOfAnotherPersonsPhoneIsReserved() {
    Response answer =
        users.create(TestUser.random().withUsername(Unique.phoneAsName().substring(1)));

    assertThat(answer.statusCode()).isEqualTo(400);
  }
}
