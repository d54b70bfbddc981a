package io.github.phoneidentity.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phoneidentity.testing.Parallel;
import io.github.phoneidentity.testing.TestRealm;
import io.github.phoneidentity.testing.TestUser;
import io.github.phoneidentity.testing.Unique;
import io.restassured.response.Response;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** SCIM, which runs the validators only after it has written. */
class ScimIT {

  @AutoClose
  private static final TestRealm REALM = TestRealm.create(json -> json.put("scimApiEnabled", true));

  private static final Scim SCIM = Scim.of(REALM);
  private static final String[] RESERVED = {"usernameReserved", "cannot look like"};

  /** SCIM validates as for users, and has no place for a nickname unless the profile names one. */
  @BeforeAll
  static void askForNoNickname() {
    Map<String, Object> profile =
        new HashMap<>(REALM.admin().get("/users/profile").jsonPath().getMap("$"));
    ((List<Map<String, Object>>) profile.get("attributes"))
        .forEach(attribute -> attribute.remove("required"));
    REALM.admin().body(profile).put("/users/profile").then().statusCode(200);
  }

  private final TestRealm realm = REALM;
  private final RealmUsers users = new RealmUsers(REALM);

  @Test
  void usernameOfAnotherPersonsPhoneIsAScimError() {
    String phone = Unique.phoneAsName().substring(1);

    Response answer = SCIM.create(phone);

    assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(400);
    assertThat(answer.asString())
        .contains("urn:ietf:params:scim:api:messages:2.0:Error")
        .containsAnyOf(RESERVED);
    assertThat(users.named(phone)).isEmpty();
  }

  @Test
  void usernameIsNotChangedToAnotherPersonsPhone() {
    TestUser user = TestUser.random();
    String id = realm.createUser(user);
    String phone = Unique.phoneAsName().substring(1);

    Response answer = SCIM.rename(id, phone);

    assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(400);
    assertThat(answer.asString()).containsAnyOf(RESERVED);
    assertThat(realm.user(id).getString("username")).isEqualTo(user.username());
  }

  @Test
  void otherUsernamesAreTaken() {
    TestUser user = TestUser.random();

    Response answer = SCIM.create(user.username());

    assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(201);
    String another = TestUser.random().username();
    String id = answer.jsonPath().getString("id");
    assertThat(SCIM.rename(id, another).statusCode()).isEqualTo(200);
    assertThat(realm.user(id).getString("username")).isEqualTo(another);
  }

  @Test
  void takenNumberAndNicknameAreScimErrorsAndMakeNoUser() {
    TestUser owner = TestUser.random();
    realm.createUser(owner);

    for (TestUser other :
        List.of(
            TestUser.random().withPhone(owner.phone(), true),
            TestUser.random().withNickname(owner.nickname().toUpperCase(Locale.ROOT)))) {
      Response answer = SCIM.create(other);

      assertThat(answer.statusCode()).as(answer.asString()).isIn(400, 409);
      assertThat(answer.asString()).contains("urn:ietf:params:scim:api:messages:2.0:Error");
      assertThat(users.named(other.username())).isEmpty();
    }
  }

  @Test
  void oneNumberInParallelHasOneOwnerAndTheOthersAreToldOfAConflict() {
    String phone = Unique.phone();

    List<Response> answers =
        Parallel.run(10, i -> SCIM.create(TestUser.random().withPhone(phone, true)));

    assertThat(answers).extracting(Response::statusCode).containsOnlyOnce(201);
    assertThat(answers).extracting(Response::statusCode).isSubsetOf(201, 400, 409);
    assertThat(realm.userIds(Map.of("q", "phoneNumber:" + phone))).hasSize(1);
  }
}
