package io.github.phoneidentity.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phoneidentity.testing.Page;
import io.github.phoneidentity.testing.SignUp;
import io.github.phoneidentity.testing.TestRealm;
import io.github.phoneidentity.testing.TestUser;
import io.github.phoneidentity.testing.Tokens;
import io.github.phoneidentity.testing.Unique;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The account API, which is also the account console. */
class AccountWritePathIT extends WritePath {

  @Test
  void ownerChangesTheNicknameAndFreesTheFormerOne() {
    TestUser user = TestUser.random();
    String id = realm.createUser(user);
    String another = Unique.letters(8);

    assertThat(save(user, "nickname", another).statusCode()).isEqualTo(204);

    assertThat(users.attribute(id, "nickname")).isEqualTo(another);
    assertThat(users.canLogIn(another, user.password())).isTrue();
    realm.createUser(TestUser.random().withNickname(user.nickname()));
  }

  @Test
  void takenNicknameIsAnErrorOfItsField() {
    TestUser owner = TestUser.random();
    realm.createUser(owner);
    TestUser user = TestUser.random();
    realm.createUser(user);

    Response answer = save(user, "nickname", owner.nickname().toUpperCase(Locale.ROOT));

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.asString()).contains("nickname", "phoneIdentity.error.nicknameTaken");
  }

  @Test
  void nicknameOfAnotherPersonsPhoneIsReserved() {
    TestUser user = TestUser.random();
    realm.createUser(user);

    Response answer = save(user, "nickname", "01098765432");

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.asString()).contains("phoneIdentity.error.nicknameReserved");
  }

  @Test
  void nicknameMayBeTheOwnNumber() {
    TestUser user = TestUser.random();
    String id = realm.createUser(user);
    String own = Unique.national(user.phone()).replace("-", "");

    assertThat(save(user, "nickname", own).statusCode()).isEqualTo(204);

    assertThat(users.attribute(id, "nickname")).isEqualTo(own);
  }

  @Test
  void ownerCannotChangeTheNumberHere() {
    TestUser user = TestUser.random();
    String id = realm.createUser(user);

    save(user, "phoneNumber", Unique.phone());

    assertThat(users.attribute(id, "phoneNumber")).isEqualTo(user.phone());
    assertThat(users.attribute(id, "phoneNumberVerified")).isEqualTo("true");
  }

  @Test
  void usernameThatLooksLikeAnotherPersonsPhoneIsReserved() {
    TestUser user = TestUser.random();
    realm.createUser(user);

    Response answer = saveUsername(user, "01098765432");

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.asString()).contains("phoneIdentity.error.usernameReserved");
  }

  @Test
  void proofThatAUserWritesIsNoneEvenWhereUsersMayWriteAnyAttribute() {
    try (TestRealm free =
        TestRealm.create(realm.server(), json -> json.put("registrationFlow", "registration"))) {
      letUsersWriteAnyAttribute(free);
      RealmUsers there = new RealmUsers(free);
      TestUser user = TestUser.random().withoutPhone();
      String id = free.createUser(user);
      String phone = Unique.phone();

      String token = token(free, user);
      assertThat(save(free, token, "phoneNumberVerified", "true").statusCode()).isEqualTo(204);
      assertThat(save(free, token, "phoneNumber", phone).statusCode()).isEqualTo(204);
      assertThat(save(free, token, "phoneNumberVerified", "true").statusCode()).isEqualTo(204);
      assertThat(there.attribute(id, "phoneNumber")).isEqualTo(phone);
      assertThat(there.attribute(id, "phoneNumberVerified")).isNull();

      TestUser newcomer = TestUser.random();
      Page form = SignUp.begin(free).page();
      form.form()
          .fill(newcomer)
          .type("phoneNumber", newcomer.phone())
          .type("phoneNumberVerified", "true")
          .submit()
          .callback();
      String newId = there.named(newcomer.username()).get(0);
      assertThat(there.attribute(newId, "phoneNumber")).isEqualTo(newcomer.phone());
      assertThat(there.attribute(newId, "phoneNumberVerified")).isNull();
    }
  }

  private static void letUsersWriteAnyAttribute(TestRealm realm) {
    Map<String, Object> profile = new HashMap<>(realm.admin().get("/users/profile").path("$"));
    List<Map<String, Object>> attributes =
        new ArrayList<>((List<Map<String, Object>>) profile.get("attributes"));
    attributes.removeIf(attribute -> attribute.get("name").toString().startsWith("phoneNumber"));
    profile.put("attributes", attributes);
    profile.put("unmanagedAttributePolicy", "ENABLED");
    realm.admin().body(profile).put("/users/profile").then().statusCode(200);
  }

  private Response save(TestUser user, String attribute, String value) {
    return save(realm, user, attribute, value);
  }

  static Response save(TestRealm realm, TestUser user, String attribute, String value) {
    return save(realm, token(realm, user), attribute, value);
  }

  private static Response save(TestRealm realm, String token, String attribute, String value) {
    Map<String, Object> body = new HashMap<>(account(realm, token).get("/account").path("$"));
    Map<String, Object> attributes = new HashMap<>((Map<String, Object>) body.get("attributes"));
    attributes.put(attribute, List.of(value));
    body.put("attributes", attributes);
    return account(realm, token).body(body).post("/account");
  }

  private Response saveUsername(TestUser user, String username) {
    String token = token(realm, user);
    Map<String, Object> body = new HashMap<>(account(realm, token).get("/account").path("$"));
    body.put("username", username);
    return account(realm, token).body(body).post("/account");
  }

  private static String token(TestRealm realm, TestUser user) {
    return Tokens.of(realm, realm.passwordGrant(user.username(), user.password())).accessToken();
  }

  private static RequestSpecification account(TestRealm realm, String token) {
    return realm
        .request()
        .auth()
        .oauth2(token)
        .accept(ContentType.JSON)
        .contentType(ContentType.JSON);
  }
}
