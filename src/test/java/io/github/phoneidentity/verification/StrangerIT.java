package io.github.phoneidentity.verification;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phoneidentity.authentication.Flows;
import io.github.phoneidentity.testing.AppLogin;
import io.github.phoneidentity.testing.Browser;
import io.github.phoneidentity.testing.Page;
import io.github.phoneidentity.testing.Reset;
import io.github.phoneidentity.testing.RestApi;
import io.github.phoneidentity.testing.Rows;
import io.github.phoneidentity.testing.SignUp;
import io.github.phoneidentity.testing.TestRealm;
import io.github.phoneidentity.testing.TestUser;
import io.github.phoneidentity.testing.Unique;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
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
  void wrongCodesOfAResetLockNobody() {
    TestUser owner = TestUser.random();
    try (TestRealm realm =
        TestRealm.create(
            json -> json.put("failureFactor", 1).put("quickLoginCheckMilliSeconds", 0))) {
      realm.setPolicy(Map.of("resend-cooldown", "0"));
      realm.createUser(owner);
      Page page = reset(realm, owner.username());
      RestApi rest = RestApi.fromEverywhere(realm);
      String id = rest.send("password-reset", owner.phone()).path("id");
      for (int guess = 0; guess < 5; guess++) {
        page = page.form().type("code", "00000" + guess).submit();
        rest.confirm(id, "11111" + guess).then().statusCode(400);
      }

      assertThat(realm.passwordGrant(owner.phone(), owner.password()).statusCode()).isEqualTo(200);
    }
  }

  @Test
  void loginInTheBrowserGoesOn() {
    TestUser owner = TestUser.random();
    REALM.createUser(owner);
    spendEverything(owner.phone());
    AppLogin login = REALM.login();

    Page page = login.start(new Browser());
    page = page.form().type("username", owner.phone()).type("password", owner.password()).submit();

    assertThat(login.finish(page).idClaims()).containsEntry("phone_number", owner.phone());
  }

  @Test
  void secondFactorGoesOn() {
    TestUser owner = TestUser.random();
    createWithSecondFactor(owner);
    spendEverything(owner.phone());
    AppLogin login = REALM.login();

    Page page = password(login.start(new Browser()), owner);
    page = page.form().type("code", REALM.inbox().awaitText(owner.phone(), 3).code()).submit();

    assertThat(login.finish(page).idClaims()).containsEntry("phone_number", owner.phone());
  }

  @Test
  void noticeOfAChangedNumberGoesOn() {
    TestUser owner = TestUser.random();
    REALM.createUser(owner);
    String phone = Unique.phone();
    spendEverything(owner.phone());

    Page page =
        password(REALM.login().with("kc_action", "UPDATE_PHONE").start(new Browser()), owner);
    page = page.form().type("phone", phone).submit();
    page.form().type("code", REALM.inbox().codeFor(phone)).submit();

    assertThat(REALM.inbox().awaitText(owner.phone(), 3).text()).contains("Not you?");
  }

  @Test
  void resetInTheBrowserIsToldToWaitAndGoesOnWhenTheWindowIsOver() {
    TestUser owner = TestUser.random();
    REALM.createUser(owner);
    spendEverything(owner.phone());

    assertDelayed(owner, () -> reset(REALM, owner.phone()));
  }

  @Test
  void loginBySmsIsToldToWaitAndGoesOnWhenTheWindowIsOver() {
    TestUser owner = TestUser.random();
    try (TestRealm realm = TestRealm.create(Flows::loginBySms)) {
      realm.setPolicy(REALM.policy());
      realm.createUser(owner);
      spendEverything(realm, owner.phone());

      assertDelayed(
          realm,
          owner,
          () ->
              realm
                  .login()
                  .start(new Browser())
                  .form()
                  .type("username", Unique.national(owner.phone()))
                  .submit());
    }
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
    assertThat(SignUp.begin(REALM).phone(phone).page().errorAt("phone"))
        .hasValueSatisfying(
            text ->
                assertThat(text)
                    .contains("Too many codes were requested. Try again in", "minutes"));

    ROWS.endWindows("sms:" + phone);
    SignUp page = SignUp.begin(REALM).phone(phone);

    assertThat(page.code(REALM.inbox().awaitText(phone, 3).code()).asksForName()).isTrue();
  }

  private static void assertDelayed(TestUser owner, Supplier<Page> asking) {
    assertDelayed(REALM, owner, asking);
  }

  private static void assertDelayed(TestRealm realm, TestUser owner, Supplier<Page> asking) {
    assertThat(asking.get().text())
        .containsPattern("Too many codes were requested. Try again in \\d+ minutes");
    assertThat(realm.inbox().countFor(owner.phone())).isEqualTo(2);

    new Rows(realm).endWindows("sms:" + owner.phone());
    Page page = asking.get();
    String code = realm.inbox().awaitText(owner.phone(), 3).code();
    page = page.form().type("code", code).submit();

    assertThat(AppLogin.isBackAtApp(page) || page.has("input[name=password-new]")).isTrue();
  }

  private static Page reset(TestRealm realm, String typed) {
    Browser browser = new Browser();
    Page page = realm.login().start(browser);
    page = Reset.forgotten(browser, page);
    return page.form().type("username", typed).submit();
  }

  private static void createWithSecondFactor(TestUser owner) {
    Map<String, Object> user = new HashMap<>(owner.representation());
    List<Object> credentials = new ArrayList<>((List<?>) user.get("credentials"));
    credentials.add(
        Map.of(
            "type",
            "sms-otp",
            "secretData",
            "{}",
            "credentialData",
            "{\"number\":\"%s\",\"onFile\":true}".formatted(owner.phone())));
    user.put("credentials", credentials);
    REALM.admin().body(user).post("/users").then().statusCode(201);
  }

  private static void spendEverything(String phone) {
    spendEverything(REALM, phone);
  }

  /** Two texts, ten guesses. */
  private static void spendEverything(TestRealm realm, String phone) {
    for (int session = 1; session <= 2; session++) {
      SignUp page = SignUp.begin(realm).phone(phone);
      String code = realm.inbox().awaitText(phone, session).code();
      String wrong = code.equals("000000") ? "111111" : "000000";
      IntStream.range(0, 5).forEach(i -> page.code(wrong));
    }
    assertThat(SignUp.begin(realm).phone(phone).asksForCode()).isFalse();
    assertThat(new Rows(realm).used("guesses-registration", "sms:" + phone)).isEqualTo(10);
  }

  private static Page password(Page page, TestUser user) {
    return page.form().type("username", user.username()).type("password", user.password()).submit();
  }
}
