package io.github.phoneidentity.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phoneidentity.testing.TestRealm;
import io.github.phoneidentity.testing.TestUser;
import io.github.phoneidentity.testing.Unique;
import io.restassured.response.Response;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Partial import, which no validator sees: it fails as a whole and names user and field. */
class PartialImportDoorIT {

  @AutoClose private static final TestRealm REALM = TestRealm.create();
  private static final RealmUsers USERS = new RealmUsers(REALM);

  @Test
  void importedValuesAreCanonicalAndOwned() {
    TestUser user = TestUser.random();

    TestUser imported = user.withPhone(Unique.national(user.phone()), true);
    assertThat(USERS.partialImport("FAIL", imported).statusCode()).isEqualTo(200);

    String id = USERS.named(user.username()).get(0);
    assertThat(USERS.attribute(id, "phoneNumber")).isEqualTo(user.phone());
    assertThat(USERS.attribute(id, "phoneNumberVerified")).isEqualTo("true");
    Response second = USERS.create(TestUser.random().withPhone(user.phone(), false));
    assertThat(second.statusCode()).isEqualTo(400);
  }

  @Test
  void takenNumberFailsTheWholeImport() {
    TestUser owner = TestUser.random();
    REALM.createUser(owner);
    TestUser innocent = TestUser.random();
    TestUser loser = TestUser.random().withPhone(Unique.national(owner.phone()), false);

    Response response = USERS.partialImport("FAIL", innocent, loser);

    assertThat(response.statusCode()).isEqualTo(409);
    assertThat(response.asString()).contains(loser.username(), "phoneNumber");
    assertThat(USERS.named(innocent.username())).isEmpty();
    assertThat(USERS.named(loser.username())).isEmpty();
  }

  @Test
  void twoUsersOfOneImportWithOneNicknameFailIt() {
    TestUser one = TestUser.random();
    TestUser two = TestUser.random().withNickname(one.nickname());

    Response response = USERS.partialImport("FAIL", one, two);

    assertThat(response.statusCode()).isEqualTo(409);
    assertThat(response.asString()).contains("nickname");
    assertThat(USERS.named(one.username())).isEmpty();
  }

  @Test
  void invalidNumberFailsTheWholeImport() {
    TestUser user = TestUser.random().withPhone("kim01012345678", false);

    Response response = USERS.partialImport("FAIL", user);

    assertThat(response.statusCode()).isEqualTo(409);
    assertThat(response.asString()).contains(user.username(), "phoneNumber");
  }

  @Test
  void nicknameThatLooksLikeSomebodyElsesPhoneOrEmailFailsTheImport() {
    TestUser phone = TestUser.random().withNickname("01098765432");
    TestUser email = TestUser.random().withNickname("kim@example.org");
    TestUser own = TestUser.random();
    TestUser allowed = own.withNickname(own.email());

    assertThat(USERS.partialImport("FAIL", phone).statusCode()).isEqualTo(409);
    assertThat(USERS.partialImport("FAIL", email).statusCode()).isEqualTo(409);
    assertThat(USERS.partialImport("FAIL", allowed).statusCode()).isEqualTo(200);
  }

  @Test
  void overwrittenUserKeepsItsNumberInSpiteOfTheQuarantine() {
    REALM.setPolicy(Map.of("released-number-quarantine", "30"));
    TestUser user = TestUser.random();
    REALM.createUser(user);

    Response response = USERS.partialImport("OVERWRITE", user);

    assertThat(response.statusCode()).isEqualTo(200);
    String id = USERS.named(user.username()).get(0);
    assertThat(USERS.attribute(id, "phoneNumber")).isEqualTo(user.phone());
  }
}
