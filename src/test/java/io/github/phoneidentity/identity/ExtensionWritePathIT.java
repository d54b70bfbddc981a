package io.github.phoneidentity.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phoneidentity.testing.TestUser;
import io.github.phoneidentity.testing.Unique;
import io.restassured.response.Response;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** A third-party extension that sets attributes of users and does not know this project. */
class ExtensionWritePathIT extends WritePath {

  private static final String PATH = "/third-party/{user}/{attribute}";

  @Test
  void newValueIsCanonicalAndOwned() {
    String id = realm.createUser(TestUser.random().withoutPhone());
    String phone = Unique.phone();

    assertThat(set(id, "phoneNumber", Unique.national(phone)).statusCode()).isEqualTo(204);

    assertThat(users.attribute(id, "phoneNumber")).isEqualTo(phone);
    String owner =
        realm.admin().queryParam("phone", phone).get("/phone-identity/claims").path("userId");
    assertThat(owner).isEqualTo(id);
    assertThat(users.create(TestUser.random().withPhone(phone, false)).statusCode()).isEqualTo(400);
  }

  @Test
  void changedNumberFreesTheFormerAndLosesItsProof() {
    TestUser user = TestUser.random();
    String id = realm.createUser(user);
    String another = Unique.phone();

    assertThat(setSingle(id, "phoneNumber", Unique.national(another)).statusCode()).isEqualTo(204);

    assertThat(users.attribute(id, "phoneNumber")).isEqualTo(another);
    assertThat(users.attribute(id, "phoneNumberVerified")).isNull();
    realm.createUser(TestUser.random().withPhone(user.phone(), true));
  }

  @Test
  void changedNicknameFreesTheFormer() {
    TestUser user = TestUser.random();
    String id = realm.createUser(user);
    String another = Unique.letters(9);

    assertThat(setSingle(id, "nickname", another).statusCode()).isEqualTo(204);

    assertThat(users.canLogIn(another, user.password())).isTrue();
    realm.createUser(TestUser.random().withNickname(user.nickname()));
  }

  @Test
  void takenValueFailsTheWholeTransaction() {
    TestUser owner = TestUser.random();
    realm.createUser(owner);
    TestUser user = TestUser.random();
    String id = realm.createUser(user);

    Response phone = setSingle(id, "phoneNumber", Unique.national(owner.phone()));
    Response nickname = set(id, "nickname", owner.nickname().toUpperCase(Locale.ROOT));

    assertThat(phone.statusCode()).isEqualTo(409);
    assertThat(phone.asString()).contains(user.username(), "phoneNumber");
    assertThat(nickname.statusCode()).isEqualTo(409);
    assertThat(nickname.asString()).contains("nickname");
    assertUnchanged(id, user);
  }

  @Test
  void valueThatIsNoneFailsTheWholeTransaction() {
    TestUser user = TestUser.random();
    String id = realm.createUser(user);

    Response invalid = setSingle(id, "phoneNumber", "kim01012345678");
    Response two = set(id, "phoneNumber", Unique.phone(), Unique.phone());

    assertThat(invalid.statusCode()).isEqualTo(400);
    assertThat(invalid.asString()).contains(user.username(), "phoneNumber", "is not valid");
    assertThat(two.statusCode()).isEqualTo(400);
    assertUnchanged(id, user);
  }

  @Test
  void removedValuesAreFreeAndTheProofGoesWithTheNumber() {
    TestUser user = TestUser.random();
    String id = realm.createUser(user);

    remove(id, "phoneNumber");
    remove(id, "nickname");

    assertThat(users.attribute(id, "phoneNumber")).isNull();
    assertThat(users.attribute(id, "phoneNumberVerified")).isNull();
    realm.createUser(TestUser.random().withPhone(user.phone(), true).withNickname(user.nickname()));
  }

  private void assertUnchanged(String id, TestUser user) {
    assertThat(users.attribute(id, "phoneNumber")).isEqualTo(user.phone());
    assertThat(users.attribute(id, "phoneNumberVerified")).isEqualTo("true");
    assertThat(users.attribute(id, "nickname")).isEqualTo(user.nickname());
    assertThat(realm.user(id).getString("firstName")).isEqualTo(user.firstName());
    assertThat(users.canLogIn(user.phone(), user.password())).isTrue();
  }

  private Response set(String id, String attribute, Object... values) {
    return realm.request().queryParam("value", values).put(PATH, id, attribute);
  }

  private Response setSingle(String id, String attribute, String value) {
    return realm
        .request()
        .queryParam("value", value)
        .queryParam("firstName", "Changed")
        .post(PATH, id, attribute);
  }

  private void remove(String id, String attribute) {
    realm.request().delete(PATH, id, attribute).then().statusCode(204);
  }
}
