package io.github.phoneidentity.verification;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phoneidentity.testing.AppLogin;
import io.github.phoneidentity.testing.Browser;
import io.github.phoneidentity.testing.Page;
import io.github.phoneidentity.testing.TestRealm;
import io.github.phoneidentity.testing.TestUser;
import io.github.phoneidentity.testing.Unique;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Whoever spends every public budget of a number delays its sign-up, and nothing else. */
class StrangerIT {

  @AutoClose private static final TestRealm REALM = TestRealm.create();
  private static final Rows ROWS = new Rows(REALM);

  @BeforeAll
  static void letTextsGoWithoutACooldown() {
    REALM.setPolicy(Map.of("resend-cooldown", "0", "max-sends-per-hour", "2"));
  }

  @Test
  void passwordLoginGoesOn() {
    TestUser owner = TestUser.random();
    REALM.createUser(owner);
    spendEverything(owner.phone());

    assertThat(REALM.passwordGrant(owner.phone(), owner.password()).statusCode()).isEqualTo(200);
  }

  @Test
  void verificationOfTheNumberOnFileGoesOn() {
    TestUser owner = TestUser.random().withPhone(Unique.phone(), false);
    REALM.createUser(owner);
    spendEverything(owner.phone());
    AppLogin login = REALM.login();

    Page page = password(login.start(new Browser()), owner);
    page = page.form().type("code", REALM.inbox().awaitText(owner.phone(), 3).code()).submit();

    assertThat(login.finish(page).idClaims()).containsEntry("phone_number_verified", true);
  }

  @Test
  void changeToTheNumberGoesOn() {
    TestUser owner = TestUser.random();
    REALM.createUser(owner);
    String phone = Unique.phone();
    spendEverything(phone);
    AppLogin login = REALM.login().with("kc_action", "UPDATE_PHONE");

    Page page = password(login.start(new Browser()), owner);
    page = page.form().type("phone", phone).submit();
    page = page.form().type("code", REALM.inbox().awaitText(phone, 3).code()).submit();

    assertThat(login.finish(page).idClaims()).containsEntry("phone_number", phone);
  }

  @Test
  void signUpGoesOnWhenTheWindowIsOver() {
    String phone = Unique.phone();
    spendEverything(phone);
    assertThat(CodePage.of(REALM, phone).page().errorAt("phone"))
        .hasValueSatisfying(
            text -> assertThat(text).contains("Too many requests. Try again in", "minutes"));

    ROWS.endWindows("sms:" + phone);
    CodePage page = CodePage.of(REALM, phone);

    assertThat(page.type(REALM.inbox().awaitText(phone, 3).code()).asksForName()).isTrue();
  }

  /** Two texts, ten guesses. */
  private static void spendEverything(String phone) {
    for (int session = 1; session <= 2; session++) {
      CodePage page = CodePage.of(REALM, phone);
      String code = REALM.inbox().awaitText(phone, session).code();
      String wrong = code.equals("000000") ? "111111" : "000000";
      IntStream.range(0, 5).forEach(i -> page.type(wrong));
    }
    assertThat(CodePage.of(REALM, phone).asksForCode()).isFalse();
    assertThat(ROWS.used("guesses-registration", "sms:" + phone)).isEqualTo(10);
  }

  private static Page password(Page page, TestUser user) {
    return page.form().type("username", user.username()).type("password", user.password()).submit();
  }
}
