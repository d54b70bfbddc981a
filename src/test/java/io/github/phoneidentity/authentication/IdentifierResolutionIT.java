package io.github.phoneidentity.authentication;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phoneidentity.testing.Login;
import io.github.phoneidentity.testing.Spelling;
import io.github.phoneidentity.testing.TestRealm;
import io.github.phoneidentity.testing.TestUser;
import io.github.phoneidentity.testing.Tokens;
import io.github.phoneidentity.testing.Unique;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Nobody can stand in for, or block, somebody's phone, e-mail or username by choosing a name. */
class IdentifierResolutionIT {

  private static final TestUser IMPORTED = TestUser.random().withUsername(Unique.letters(10));
  private static final TestUser NAMED_LIKE_ITS_PHONE =
      TestUser.random().withUsername(nationalDigits(IMPORTED.phone()));
  private static final TestUser NAMED_LIKE_ITS_EMAIL =
      TestUser.random().withUsername(IMPORTED.email());

  /** The import of a realm is the one request that may bring such usernames. */
  @AutoClose
  private static final TestRealm REALM =
      TestRealm.create(
          realm -> {
            realm.put("bruteForceProtected", false);
            for (TestUser user : List.of(IMPORTED, NAMED_LIKE_ITS_PHONE, NAMED_LIKE_ITS_EMAIL)) {
              realm.withArray("users").addPOJO(user.representation());
            }
          });

  private TestUser owner;
  private String ownerId;

  @BeforeEach
  void ownerIsThere() {
    owner = TestUser.random().withUsername(Unique.letters(10));
    ownerId = REALM.createUser(owner);
  }

  @Test
  void nicknameThatIsSomebodysUsernameNamesTheUsernamesOwner() {
    TestUser rival = TestUser.random().withNickname(owner.username());
    REALM.createUser(rival);

    assertMeansTheOwnerAndNot(owner.username(), rival);
  }

  @Test
  void usernameThatIsSomebodysNicknameWinsAndBlocksNothingElse() {
    TestUser rival = TestUser.random().withUsername(owner.nickname());
    String rivalId = REALM.createUser(rival);

    assertThat(subject(owner.nickname(), rival.password())).isEqualTo(rivalId);
    assertRefused(owner.nickname(), owner.password());
    assertThat(subject(owner.username(), owner.password())).isEqualTo(ownerId);
    assertThat(subject(owner.phone(), owner.password())).isEqualTo(ownerId);
    assertThat(subject(owner.email(), owner.password())).isEqualTo(ownerId);
  }

  @Test
  void usernameThatSpellsSomebodysPhoneIsRefusedToNewUsers() {
    TestUser rival = TestUser.random().withUsername(nationalDigits(owner.phone()));

    REALM.admin().body(rival.representation()).post("/users").then().statusCode(400);
  }

  @Test
  void nameThatSpellsSomebodysPhoneAndCameByAnImportNamesThePhonesOwner() {
    TestUser rival = NAMED_LIKE_ITS_PHONE;
    owner = IMPORTED;
    ownerId = REALM.userNamed(owner.username()).getString("id");

    for (Spelling spelling : Spelling.values()) {
      assertMeansTheOwnerAndNot(spelling.of(owner.phone()), rival);
    }
    assertMeansTheOwnerAndNot(rival.username(), rival);
  }

  @Test
  void nameThatSpellsSomebodysEmailAndCameByAnImportNamesTheEmailsOwner() {
    TestUser rival = NAMED_LIKE_ITS_EMAIL;
    owner = IMPORTED;
    ownerId = REALM.userNamed(owner.username()).getString("id");

    assertMeansTheOwnerAndNot(owner.email(), rival);
    assertMeansTheOwnerAndNot(owner.email().replace('@', '＠'), rival);
  }

  @Test
  void unprovenNumberNamesWhoHasIt() {
    TestUser unproven = TestUser.random().withPhone(Unique.phone(), false);
    REALM.createUser(unproven);

    Login login = Login.begin(REALM).password(unproven.phone(), unproven.password());

    assertThat(login.page().title()).isEqualTo("Enter the code");
  }

  @Test
  void freedNicknameNamesNobodyAndThenItsNewOwner() {
    String nickname = owner.nickname();
    setNickname(ownerId, Unique.letters(9));
    assertRefused(nickname, owner.password());
    TestUser heir = TestUser.random().withNickname(nickname);
    String heirId = REALM.createUser(heir);

    assertThat(subject(nickname, heir.password())).isEqualTo(heirId);
    assertRefused(nickname, owner.password());
  }

  private void assertMeansTheOwnerAndNot(String typed, TestUser rival) {
    assertThat(subject(typed, owner.password())).isEqualTo(ownerId);
    assertRefused(typed, rival.password());
  }

  private static Object subject(String typed, String password) {
    Object byGrant = Tokens.of(REALM, REALM.passwordGrant(typed, password)).idClaims().get("sub");
    assertThat(Login.begin(REALM).password(typed, password).tokens().idClaims())
        .containsEntry("sub", byGrant);
    return byGrant;
  }

  private static void assertRefused(String typed, String password) {
    assertThat(REALM.passwordGrant(typed, password).statusCode()).isEqualTo(400);
    assertThat(Login.begin(REALM).password(typed, password).isDone()).isFalse();
  }

  private static void setNickname(String id, String nickname) {
    Map<String, Object> user = REALM.user(id).getMap("$");
    Map<String, Object> attributes = new HashMap<>(REALM.user(id).getMap("attributes"));
    attributes.put("nickname", List.of(nickname));
    user.put("attributes", attributes);
    REALM.admin().body(user).put("/users/{id}", id).then().statusCode(204);
  }

  private static String nationalDigits(String phone) {
    return Unique.national(phone).replace("-", "");
  }
}
