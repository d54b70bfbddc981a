package io.github.phoneidentity.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phoneidentity.testing.TestRealm;
import io.github.phoneidentity.testing.TestUser;
import io.github.phoneidentity.testing.Tokens;
import io.github.phoneidentity.testing.Unique;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** The account API, which is also the account console. */
class AccountDoorIT {

  @AutoClose private static final TestRealm REALM = TestRealm.create();
  private static final RealmUsers USERS = new RealmUsers(REALM);

  @Test
  void ownerChangesTheNicknameAndFreesTheFormerOne() {
    TestUser user = TestUser.random();
    String id = REALM.createUser(user);
    String another = Unique.letters(8);

    assertThat(save(user, "nickname", another).statusCode()).isEqualTo(204);

    assertThat(USERS.attribute(id, "nickname")).isEqualTo(another);
    assertThat(USERS.canLogIn(another, user.password())).isTrue();
    REALM.createUser(TestUser.random().withNickname(user.nickname()));
  }

  @Test
  void takenNicknameIsAnErrorOfItsField() {
    TestUser owner = TestUser.random();
    REALM.createUser(owner);
    TestUser user = TestUser.random();
    REALM.createUser(user);

    Response answer = save(user, "nickname", owner.nickname().toUpperCase(Locale.ROOT));

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.asString()).contains("nickname", "phoneIdentity.error.nicknameTaken");
  }

  @Test
  void nicknameOfAnotherPersonsPhoneIsReserved() {
    TestUser user = TestUser.random();
    REALM.createUser(user);

    Response answer = save(user, "nickname", "01098765432");

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.asString()).contains("phoneIdentity.error.nicknameReserved");
  }

  @Test
  void nicknameMayBeTheOwnNumber() {
    TestUser user = TestUser.random();
    String id = REALM.createUser(user);
    String own = Unique.national(user.phone()).replace("-", "");

    assertThat(save(user, "nickname", own).statusCode()).isEqualTo(204);

    assertThat(USERS.attribute(id, "nickname")).isEqualTo(own);
  }

  @Test
  void ownerCannotChangeTheNumberHere() {
    TestUser user = TestUser.random();
    String id = REALM.createUser(user);

    save(user, "phoneNumber", Unique.phone());

    assertThat(USERS.attribute(id, "phoneNumber")).isEqualTo(user.phone());
    assertThat(USERS.attribute(id, "phoneNumberVerified")).isEqualTo("true");
  }

  private static Response save(TestUser user, String attribute, String value) {
    String token =
        Tokens.of(REALM, REALM.passwordGrant(user.username(), user.password())).accessToken();
    Map<String, Object> body = new HashMap<>(account(token).get("/account").jsonPath().get());
    Map<String, Object> attributes = new HashMap<>((Map<String, Object>) body.get("attributes"));
    attributes.put(attribute, List.of(value));
    body.put("attributes", attributes);
    return account(token).body(body).post("/account");
  }

  private static RequestSpecification account(String token) {
    return REALM
        .request()
        .auth()
        .oauth2(token)
        .accept(ContentType.JSON)
        .contentType(ContentType.JSON);
  }
}
