package io.github.phoneidentity.authentication;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phoneidentity.testing.Browser;
import io.github.phoneidentity.testing.Form;
import io.github.phoneidentity.testing.Page;
import io.github.phoneidentity.testing.SignUp;
import io.github.phoneidentity.testing.TestRealm;
import io.github.phoneidentity.testing.TestUser;
import io.github.phoneidentity.testing.Unique;
import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The last page of the sign-up: names, password, and what is wrong with them. */
class SignUpFormIT {

  private static final TestUser SOMEBODY = TestUser.random().withNickname("Straße" + fiveLetters());
  private static final TestUser KOREAN = TestUser.random().withNickname("길동" + fiveLetters());

  @AutoClose private static final TestRealm REALM = TestRealm.create();

  private TestUser user;
  private SignUp signUp;

  @BeforeAll
  static void somebodyIsThere() {
    REALM.createUser(SOMEBODY);
    REALM.createUser(KOREAN);
  }

  @BeforeEach
  void phoneIsProven() {
    user = TestUser.random();
    signUp = SignUp.begin(REALM).prove(user.phone());
  }

  @Test
  void takenUsernameIsToldOnTheField() {
    Page page = signUp.fill(user.withUsername(SOMEBODY.username())).page();

    assertThat(page.errorAt("username")).isPresent();
    assertStillTyped(page);
    assertCanBePutRight();
  }

  @Test
  void takenEmailIsToldOnTheField() {
    Page page = send("email", SOMEBODY.email().toUpperCase(Locale.ROOT));

    assertThat(page.errorAt("email")).isPresent();
    assertStillTyped(page);
    assertCanBePutRight();
  }

  @Test
  void takenNicknameIsToldOnTheFieldInAnyLetterCaseAndForm() {
    String[] sameAsTaken = {
      SOMEBODY.nickname(),
      SOMEBODY.nickname().toUpperCase(Locale.ROOT),
      SOMEBODY.nickname().toLowerCase(Locale.ROOT),
      SOMEBODY.nickname().replace('S', 'Ｓ'),
      Normalizer.normalize(KOREAN.nickname(), Normalizer.Form.NFD)
    };
    for (String typed : sameAsTaken) {
      Page page = signUp.fill(user.withNickname(typed)).page();

      assertThat(page.errorAt("nickname")).as(typed).contains("This nickname is already taken.");
      assertThat(page.form().value("nickname")).isEqualTo(typed);
      assertStillTyped(page);
    }
    assertCanBePutRight();
  }

  @ParameterizedTest
  @CsvSource({
    "nickname, 01012345678, A nickname cannot look like a phone number or an email address.",
    "nickname, ０１０１２３４５６７８, A nickname cannot look like a phone number or an email address.",
    "nickname, a@example.com, A nickname cannot look like a phone number or an email address.",
    "nickname, a＠b, A nickname cannot look like a phone number or an email address.",
    "nickname, two words, 'A nickname has 1 to 15 letters or digits, without spaces or"
        + " punctuation.'",
    "nickname, abcdefghijklmnop, 'A nickname has 1 to 15 letters or digits, without spaces or"
        + " punctuation.'",
    "nickname, admin\uFE0F, 'A nickname has 1 to 15 letters or digits, without spaces or"
        + " punctuation.'",
    "nickname, \u3164, 'A nickname has 1 to 15 letters or digits, without spaces or"
        + " punctuation.'",
    "nickname, <b>, 'A nickname has 1 to 15 letters or digits, without spaces or punctuation.'",
    "username, 01012345678, A username cannot look like a phone number or an email address.",
    "username, kim-lee, 'A username has only the letters a to z, digits and underscores.'",
    "username, kim lee, Value contains invalid character.",
    "username, 김철수김, Value contains invalid character."
  })
  void nameThatIsReservedOrNoNameIsToldOnTheField(String field, String typed, String message) {
    Page page = send(field, typed);

    assertThat(page.errorAt(field))
        .hasValueSatisfying(error -> assertThat(error).contains(message));
    assertThat(page.form().value(field)).isEqualToIgnoringCase(typed);
    assertStillTyped(page);
  }

  @ParameterizedTest
  @CsvSource({"username", "email", "nickname", "firstName"})
  void missingFieldIsToldOnTheField(String field) {
    Page page = send(field, "");

    assertThat(page.errorAt(field)).isPresent();
    assertThat(REALM.userIds(Map.of("q", "phoneNumber:" + user.phone()))).isEmpty();
  }

  @Test
  void fieldsWithANulAreRefusedOnThePage() {
    for (String field : List.of("username", "email", "nickname", "firstName", "lastName")) {
      assertThat(send(field, "kim\0").status()).as(field).isLessThan(500);
      assertThat(REALM.userIds(Map.of("q", "phoneNumber:" + user.phone()))).isEmpty();
      phoneIsProven();
    }
  }

  @ParameterizedTest
  @CsvSource({"short, short", "typed differently, Other-1234567"})
  void passwordPolicyIsToldOnTheField(String kind, String confirmation) {
    String password = kind.equals("short") ? confirmation : user.password();

    Page page = form().type("password", password).type("password-confirm", confirmation).submit();

    assertThat(page.errorAt("password").or(() -> page.errorAt("password-confirm"))).isPresent();
    assertThat(page.form().value("password")).isEmpty();
    assertStillTyped(page);
  }

  @Test
  void koreanReaderIsToldInKorean() {
    signUp = SignUp.begin(REALM, new Browser("ko")).prove(Unique.phone());

    Page page = signUp.fill(user.withNickname(SOMEBODY.nickname())).page();

    assertThat(page.errorAt("nickname")).contains("이미 사용 중인 닉네임입니다.");
  }

  @Test
  void nicknameOfAnyScriptIsTakenAsTyped() {
    String nickname = "홍길동É" + fiveLetters();
    TestUser named = user.withNickname(nickname);

    assertThat(signUp.fill(named).tokens().idClaims()).containsEntry("nickname", nickname);
  }

  @Test
  void reloadOfTheFormSendsNothingAndKeepsTheProof() {
    Page reposted =
        signUp.browser().post(signUp.page().address(), Map.of("code", List.of("000000")));

    assertThat(reposted.title()).isEqualTo("Page has expired");
    signUp.goTo(reposted.click("#loginContinueLink"));
    assertThat(signUp.page().title()).isEqualTo("Create your account");
    assertThat(REALM.inbox().countFor(user.phone())).isOne();
    assertCanBePutRight();
  }

  /** Everything as it should be but for one field. */
  private Page send(String field, String value) {
    return signUp.goTo(form().type(field, value).submit()).page();
  }

  private Form form() {
    return signUp.page().form().fill(user);
  }

  private void assertStillTyped(Page page) {
    assertThat(page.form().value("firstName")).isEqualTo(user.firstName());
    assertThat(REALM.inbox().countFor(user.phone())).isOne();
    assertThat(REALM.userIds(Map.of("q", "phoneNumber:" + user.phone()))).isEmpty();
  }

  private void assertCanBePutRight() {
    assertThat(signUp.fill(user).tokens().idClaims())
        .containsEntry("phone_number", user.phone())
        .containsEntry("nickname", user.nickname());
  }

  private static String fiveLetters() {
    return Unique.letters(5);
  }
}
