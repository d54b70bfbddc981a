package io.github.phoneidentity.authentication;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phoneidentity.testing.AppLogin;
import io.github.phoneidentity.testing.Page;
import io.github.phoneidentity.testing.Parallel;
import io.github.phoneidentity.testing.SignUp;
import io.github.phoneidentity.testing.TestRealm;
import io.github.phoneidentity.testing.TestUser;
import io.github.phoneidentity.testing.Unique;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Many sign-ups at the same moment want what only one can have. */
class SignUpRaceIT {

  private static final int RUNNERS = 50;

  @AutoClose private static final TestRealm REALM = TestRealm.create();

  @BeforeAll
  static void noLimitIsInTheWay() {
    REALM.setPolicy(
        Map.of(
            "resend-cooldown", "0",
            "max-sends-per-hour", "1000",
            "max-sends-per-day", "1000",
            "max-attempts-per-hour", "1000"));
  }

  @Test
  void oneProvenPhoneMakesOneUser() throws Exception {
    String phone = Unique.phone();
    List<TestUser> users = new ArrayList<>();
    for (int i = 0; i < RUNNERS; i++) {
      users.add(TestUser.random().withPhone(phone, true));
    }

    List<Page> pages = signUpAtOnce(users);

    assertOneWinner(
        pages, "This phone number already has an account. Log in, or reset your password.");
    assertOneUserRemainsOf(users);
    assertThat(REALM.userIds(Map.of("q", "phoneNumber:" + phone))).hasSize(1);
  }

  @Test
  void oneNicknameInFiftyLetterCasesMakesOneUser() throws Exception {
    String nickname = Unique.letters(10);
    List<TestUser> users = new ArrayList<>();
    for (int i = 0; i < RUNNERS; i++) {
      users.add(TestUser.random().withNickname(inLetterCase(nickname, i)));
    }

    List<Page> pages = signUpAtOnce(users);

    assertOneWinner(pages, "This nickname is already taken.");
    assertOneUserRemainsOf(users);
  }

  @Test
  void oneUsernameMakesOneUser() throws Exception {
    String username = "u_" + Unique.letters(8);
    List<TestUser> users = new ArrayList<>();
    for (int i = 0; i < RUNNERS; i++) {
      users.add(TestUser.random().withUsername(username));
    }

    List<Page> pages = signUpAtOnce(users);

    assertOneWinner(pages, "Username already exists.", "Perhaps somebody else took the same name");
    assertThat(REALM.userIds(Map.of("username", username, "exact", true))).hasSize(1);
    assertOneUserRemainsOf(users);
  }

  /** Everybody proves a number first, one after another; only the last step is the race. */
  private static List<Page> signUpAtOnce(List<TestUser> users) throws Exception {
    List<Supplier<Page>> runners = new ArrayList<>();
    for (TestUser user : users) {
      SignUp signUp = SignUp.begin(REALM);
      int texts = REALM.inbox().countFor(user.phone());
      signUp.phone(user.phone());
      signUp.code(REALM.inbox().awaitText(user.phone(), texts + 1).code());
      assertThat(signUp.page().title()).isEqualTo("Create your account");
      runners.add(() -> signUp.fill(user).page());
    }
    return Parallel.run(runners);
  }

  /** Who comes late is told on the field, who loses in the very last moment on a page. */
  private static void assertOneWinner(List<Page> pages, String... messages) {
    assertThat(pages.stream().filter(AppLogin::isBackAtApp)).hasSize(1);
    assertThat(pages.stream().filter(page -> !AppLogin.isBackAtApp(page)))
        .hasSize(RUNNERS - 1)
        .allSatisfy(
            page -> {
              assertThat(page.has("#kc-page-title")).as("themed: %s", page.body()).isTrue();
              assertThat(messages).anySatisfy(told -> assertThat(page.text()).contains(told));
              assertThat(page.status()).isIn(200, 400);
              assertThat(page.has("#kc-error-message")).isEqualTo(page.status() == 400);
            });
  }

  private static void assertOneUserRemainsOf(List<TestUser> users) {
    long remaining =
        users.stream()
            .filter(user -> !REALM.userIds(Map.of("email", user.email(), "exact", true)).isEmpty())
            .count();
    assertThat(remaining).isOne();
  }

  private static String inLetterCase(String letters, int pattern) {
    StringBuilder mixed = new StringBuilder(letters);
    for (int i = 0; i < letters.length(); i++) {
      if ((pattern >> i & 1) == 1) {
        mixed.setCharAt(i, Character.toUpperCase(letters.charAt(i)));
      }
    }
    return mixed.toString();
  }
}
