package io.github.phoneidentity.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.phoneidentity.testing.TestUser;
import io.github.phoneidentity.testing.Unique;
import io.restassured.response.Response;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Partial import, which no validator sees: it fails as a whole and names user and field. */
class PartialImportWritePathIT extends WritePath {

  private final TestUser namedLikeAPhone =
      TestUser.random().withUsername(Unique.national(Unique.phone()));

  @Override
  void change(ObjectNode json) {
    json.withArray("users").addPOJO(namedLikeAPhone.representation());
  }

  @Test
  void importedValuesAreCanonicalAndOwned() {
    TestUser user = TestUser.random();

    TestUser imported = user.withPhone(Unique.national(user.phone()), true);
    assertThat(users.partialImport("FAIL", imported).statusCode()).isEqualTo(200);

    String id = users.named(user.username()).get(0);
    assertThat(users.attribute(id, "phoneNumber")).isEqualTo(user.phone());
    assertThat(users.attribute(id, "phoneNumberVerified")).isEqualTo("true");
    Response second = users.create(TestUser.random().withPhone(user.phone(), false));
    assertThat(second.statusCode()).isEqualTo(400);
  }

  @Test
  void takenNumberFailsTheWholeImport() {
    TestUser owner = TestUser.random();
    realm.createUser(owner);
    TestUser innocent = TestUser.random();
    TestUser loser = TestUser.random().withPhone(Unique.national(owner.phone()), false);

    Response response = users.partialImport("FAIL", innocent, loser);

    assertThat(response.statusCode()).isEqualTo(409);
    assertThat(response.asString()).contains(loser.username(), "phoneNumber");
    assertThat(users.named(innocent.username())).isEmpty();
    assertThat(users.named(loser.username())).isEmpty();
  }

  @Test
  void everyUserAndFieldInConflictIsNamedAtOnce() {
    TestUser owner = TestUser.random();
    realm.createUser(owner);
    TestUser number = TestUser.random().withPhone(Unique.national(owner.phone()), true);
    TestUser nickname = TestUser.random().withNickname(owner.nickname());
    TestUser invalid = TestUser.random().withPhone("kim01012345678", false);

    Response response = users.partialImport("FAIL", number, TestUser.random(), nickname, invalid);

    assertThat(response.statusCode()).isEqualTo(409);
    assertThat(response.asString())
        .contains(
            "'" + number.username() + "': attribute phoneNumber is taken",
            "'" + nickname.username() + "': attribute nickname is taken",
            "'" + invalid.username() + "': attribute phoneNumber is not valid");
    assertThat(users.named(number.username())).isEmpty();
  }

  @Test
  void twoUsersOfOneImportWithOneNicknameFailIt() {
    TestUser one = TestUser.random();
    TestUser two = TestUser.random().withNickname(one.nickname());

    Response response = users.partialImport("FAIL", one, two);

    assertThat(response.statusCode()).isEqualTo(409);
    assertThat(response.asString())
        .contains(
            "'" + one.username() + "': attribute nickname is taken",
            "'" + two.username() + "': attribute nickname is taken");
    assertThat(users.named(one.username())).isEmpty();
  }

  @Test
  void invalidNumberFailsTheWholeImport() {
    TestUser user = TestUser.random().withPhone("kim01012345678", false);

    Response response = users.partialImport("FAIL", user);

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.asString()).contains(user.username(), "attribute phoneNumber is not valid");
    assertThat(users.named(user.username())).isEmpty();
  }

  @Test
  void nicknameThatLooksLikeSomebodyElsesPhoneOrEmailFailsTheImport() {
    TestUser phone = TestUser.random().withNickname("01098765432");
    TestUser email = TestUser.random().withNickname("kim@example.org");
    TestUser own = TestUser.random();
    TestUser allowed = own.withNickname(own.email());

    assertThat(users.partialImport("FAIL", phone).statusCode()).isEqualTo(400);
    assertThat(users.partialImport("FAIL", email).statusCode()).isEqualTo(400);
    assertThat(users.partialImport("FAIL", allowed).statusCode()).isEqualTo(200);
  }

  @Test
  void usernameThatLooksLikeSomebodyElsesPhoneOrEmailFailsTheImport() {
    String number = Unique.national(Unique.phone());
    TestUser phone = TestUser.random().withUsername(number);
    TestUser email = TestUser.random().withUsername(Unique.letters(8) + "@example.org");
    TestUser innocent = TestUser.random();

    Response response = users.partialImport("FAIL", phone, innocent, email);

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.asString())
        .contains(
            "*" + number.substring(number.length() - 4) + "' (",
            "'" + email.username() + "': username is reserved")
        .doesNotContain(number);
    assertThat(users.named(innocent.username())).isEmpty();
    TestUser own = TestUser.random();
    TestUser allowed = own.withUsername(Unique.national(own.phone()));
    assertThat(users.partialImport("FAIL", allowed).statusCode()).isEqualTo(200);
  }

  @Test
  void overwrittenUserKeepsAUsernameFromBeforeTheRealmParticipated() {
    assertThat(users.named(namedLikeAPhone.username())).hasSize(1);

    Response response = users.partialImport("OVERWRITE", namedLikeAPhone);

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(users.named(namedLikeAPhone.username())).hasSize(1);
  }

  @Test
  void overwrittenUserOwnsTheNewValuesAndFreesTheFormer() {
    TestUser user = TestUser.random();
    realm.createUser(user);
    TestUser changed = user.withPhone(Unique.phone(), true).withNickname(Unique.letters(9));

    assertThat(users.partialImport("OVERWRITE", changed).statusCode()).isEqualTo(200);

    assertThat(users.canLogIn(changed.phone(), user.password())).isTrue();
    realm.createUser(TestUser.random().withPhone(user.phone(), true).withNickname(user.nickname()));
  }

  @Test
  void overwritingWithATakenNumberLeavesEverythingAsItWas() {
    TestUser owner = TestUser.random();
    realm.createUser(owner);
    TestUser user = TestUser.random();
    realm.createUser(user);

    Response response =
        users.partialImport("OVERWRITE", user.withPhone(Unique.national(owner.phone()), true));

    assertThat(response.statusCode()).isEqualTo(409);
    assertThat(users.canLogIn(user.phone(), user.password())).isTrue();
    assertThat(users.canLogIn(owner.phone(), owner.password())).isTrue();
  }

  @Test
  void overwrittenUserKeepsItsNumberInSpiteOfTheQuarantine() {
    realm.setPolicy(Map.of("released-number-quarantine", "30"));
    TestUser user = TestUser.random();
    realm.createUser(user);

    Response response = users.partialImport("OVERWRITE", user);

    assertThat(response.statusCode()).isEqualTo(200);
    String id = users.named(user.username()).get(0);
    assertThat(users.attribute(id, "phoneNumber")).isEqualTo(user.phone());

    TestUser moved = user.withPhone(Unique.phone(), true);
    TestUser successor = TestUser.random().withPhone(user.phone(), true);
    assertThat(users.partialImport("OVERWRITE", moved, successor).statusCode()).isEqualTo(409);
    assertThat(users.ownerOf(user.phone())).isEqualTo(id);
    realm.setPolicy(Map.of("released-number-quarantine", "0"));
  }
}
