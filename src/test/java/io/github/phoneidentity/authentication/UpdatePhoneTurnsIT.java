package io.github.phoneidentity.authentication;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phoneidentity.testing.Browser;
import io.github.phoneidentity.testing.KeycloakServer;
import io.github.phoneidentity.testing.Page;
import io.github.phoneidentity.testing.TestRealm;
import io.github.phoneidentity.testing.TestUser;
import io.github.phoneidentity.testing.Unique;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Every wrong turn on the way to a new number. */
class UpdatePhoneTurnsIT {

  @AutoClose private static final TestRealm REALM = TestRealm.create();

  @Test
  void numberThatIsTakenMeanwhileIsLost() {
    TestUser user = TestUser.random();
    String id = REALM.createUser(user);
    String phone = Unique.phone();
    Login login =
        Login.forAction(REALM, new Browser(), "UPDATE_PHONE").password(user).type("phone", phone);
    String code = REALM.inbox().codeFor(phone);
    REALM.createUser(TestUser.random().withPhone(phone, false));

    login.type("code", code);

    assertThat(login.page().errorAt("phone")).get().asString().contains("Somebody else");
    assertThat(REALM.user(id).getString("attributes.phoneNumber[0]")).isEqualTo(user.phone());
    assertThat(REALM.inbox().countFor(user.phone())).isZero();
  }

  @Test
  void codeThatHasExpiredIsHadAnewFromThePage() {
    TestUser user = TestUser.random();
    REALM.createUser(user);
    String phone = Unique.phone();
    Login login =
        Login.forAction(REALM, new Browser(), "UPDATE_PHONE").password(user).type("phone", phone);
    String code = REALM.inbox().codeFor(phone);
    Challenges.expire(REALM, phone);

    assertThat(login.type("code", code).page().errorAt("code")).isPresent();
    Challenges.endCooldown(REALM, phone);
    login.press("resend").code(phone, 2);

    assertThat(login.actionStatus()).isEqualTo("success");
  }

  @Test
  void codeOfOneTabIsNothingInAnother() {
    TestUser user = TestUser.random();
    String id = REALM.createUser(user);
    String phone = Unique.phone();
    Browser browser = new Browser();
    Login.begin(REALM, browser).password(user).done();
    Login first = Login.forAction(REALM, browser, "UPDATE_PHONE");
    Login second = Login.forAction(REALM, browser, "UPDATE_PHONE");
    first.type("phone", phone);
    String code = REALM.inbox().codeFor(phone);

    second.type("phone", Unique.phone()).type("code", code);

    assertThat(second.page().errorAt("code")).isPresent();
    assertThat(REALM.user(id).getString("attributes.phoneNumber[0]")).isEqualTo(user.phone());
    first.type("code", code);
    assertThat(first.actionStatus()).isEqualTo("success");
  }

  @Test
  void languageCanBeSwitchedInTheMiddle() {
    TestUser user = TestUser.random();
    REALM.createUser(user);
    String phone = Unique.phone();
    Login login =
        Login.forAction(REALM, new Browser(), "UPDATE_PHONE").password(user).type("phone", phone);
    REALM.inbox().awaitText(phone);

    login.language("ko");

    assertThat(login.page().title()).isEqualTo("인증번호 입력");
    login.code(phone);
    assertThat(login.actionStatus()).isEqualTo("success");
    assertThat(REALM.inbox().countFor(phone)).isEqualTo(1);
  }

  @Test
  void sessionThatTimedOutInTheMiddleChangesNothing() {
    TestUser user = TestUser.random();
    String id = REALM.createUser(user);
    String phone = Unique.phone();
    Login login =
        Login.forAction(REALM, new Browser(), "UPDATE_PHONE").password(user).type("phone", phone);
    String code = REALM.inbox().codeFor(phone);
    login.browser().cookies().removeAll();

    login.type("code", code);

    assertThat(login.page().isRedirect()).isFalse();
    assertThat(REALM.user(id).getString("attributes.phoneNumber[0]")).isEqualTo(user.phone());
  }

  @Test
  void begunOnOneNodeItIsFinishedOnTheOther() {
    TestUser user = TestUser.random();
    REALM.createUser(user);
    String phone = Unique.phone();
    Login login =
        Login.forAction(REALM, new Browser(), "UPDATE_PHONE").password(user).type("phone", phone);
    String code = REALM.inbox().codeFor(phone);

    login.on(KeycloakServer.shared().secondNode()).type("code", code);

    assertThat(login.actionStatus()).isEqualTo("success");
    assertThat(REALM.inbox().awaitText(user.phone()).text()).contains("Not you?");
  }

  @Test
  void cancelledActionChangesNothing() {
    TestUser user = TestUser.random();
    String id = REALM.createUser(user);
    String phone = Unique.phone();
    Login login =
        Login.forAction(REALM, new Browser(), "UPDATE_PHONE").password(user).type("phone", phone);

    login.press("cancel-aia");

    assertThat(login.actionStatus()).isEqualTo("cancelled");
    assertThat(REALM.user(id).getString("attributes.phoneNumber[0]")).isEqualTo(user.phone());
  }

  @Test
  void typoIsCorrectedAtOnce() {
    TestUser user = TestUser.random();
    REALM.createUser(user);
    String phone = Unique.phone();
    Login login =
        Login.forAction(REALM, new Browser(), "UPDATE_PHONE")
            .password(user)
            .type("phone", Unique.phone());

    login.press("change").type("phone", phone).code(phone);

    assertThat(login.tokens().idClaims()).containsEntry("phone_number", phone);
  }

  @Test
  void landlinesAndGarbageAreRefusedAtTheField() {
    TestUser user = TestUser.random();
    REALM.createUser(user);
    Login login = Login.forAction(REALM, new Browser(), "UPDATE_PHONE").password(user);

    assertThat(login.type("phone", "02-312-3456").page().errorAt("phone")).isPresent();
    assertThat(login.type("phone", "my phone").page().errorAt("phone")).isPresent();
    assertThat(login.page().form().value("phone")).isEqualTo("my phone");
  }

  @Test
  void backButtonAndTheOldFormLeadOn() {
    TestUser user = TestUser.random();
    REALM.createUser(user);
    String phone = Unique.phone();
    Browser browser = new Browser();
    Login login = Login.forAction(REALM, browser, "UPDATE_PHONE").password(user);
    URI form = login.page().form().action();
    login.type("phone", phone);
    String code = REALM.inbox().codeFor(phone);

    Page back = browser.post(form, Map.of("phone", List.of(Unique.phone())));

    assertThat(back.title()).isEqualTo("Enter the code");
    assertThat(back.text()).contains("+82******" + phone.substring(9));
    login.goTo(back).type("code", code);
    assertThat(login.actionStatus()).isEqualTo("success");
  }

  @Test
  void startedAgainInASecondTabItIsAWayOfItsOwn() {
    TestUser user = TestUser.random();
    REALM.createUser(user);
    String phone = Unique.phone();
    Browser browser = new Browser();
    Login.begin(REALM, browser).password(user).done();
    Login.forAction(REALM, browser, "UPDATE_PHONE");

    Login second = Login.forAction(REALM, browser, "UPDATE_PHONE");
    second.type("phone", phone).code(phone);

    assertThat(second.actionStatus()).isEqualTo("success");
  }

  @Test
  void cancelledOnTheFirstPageItChangesNothing() {
    TestUser user = TestUser.random();
    String id = REALM.createUser(user);
    Login login = Login.forAction(REALM, new Browser(), "UPDATE_PHONE").password(user);

    login.press("cancel-aia");

    assertThat(login.actionStatus()).isEqualTo("cancelled");
    assertThat(REALM.user(id).getString("attributes.phoneNumber[0]")).isEqualTo(user.phone());
  }

  @Test
  void actionThatTheRealmDoesNotOfferIsAnErrorForTheApp() {
    TestUser user = TestUser.random();
    REALM.createUser(user);

    Login login = Login.forAction(REALM, new Browser(), "UPDATE_PHONE_NOW").password(user);

    assertThat(login.actionStatus()).isEqualTo("error");
  }

  @Test
  void userWhoWasDisabledMeanwhileChangesNothing() {
    TestUser user = TestUser.random();
    String id = REALM.createUser(user);
    String phone = Unique.phone();
    Login login =
        Login.forAction(REALM, new Browser(), "UPDATE_PHONE").password(user).type("phone", phone);
    String code = REALM.inbox().codeFor(phone);
    REALM.admin().body(Map.of("enabled", false)).put("/users/{id}", id).then().statusCode(204);

    login.type("code", code);

    assertThat(login.isDone()).isFalse();
    assertThat(REALM.user(id).getString("attributes.phoneNumber[0]")).isEqualTo(user.phone());
  }

  @Test
  void userWhomSomebodyLocksByWrongPasswordsMeanwhileCanFinishIt() {
    TestUser user = TestUser.random();
    String id = REALM.createUser(user);
    String phone = Unique.phone();
    Login login =
        Login.forAction(REALM, new Browser(), "UPDATE_PHONE").password(user).type("phone", phone);
    String code = REALM.inbox().codeFor(phone);
    Awaitility.await("the lock")
        .until(
            () -> {
              REALM.passwordGrant(user.username(), "wrong");
              return REALM
                  .admin()
                  .get("/attack-detection/brute-force/users/{id}", id)
                  .jsonPath()
                  .getBoolean("disabled");
            });

    login.type("code", code);

    assertThat(login.actionStatus()).isEqualTo("success");
  }

  @Test
  void administratorsLogoutInTheMiddleEndsIt() {
    TestUser user = TestUser.random();
    String id = REALM.createUser(user);
    String phone = Unique.phone();
    Browser browser = new Browser();
    Login.begin(REALM, browser).password(user).done();
    Login login = Login.forAction(REALM, browser, "UPDATE_PHONE").type("phone", phone);
    String code = REALM.inbox().codeFor(phone);
    REALM.admin().post("/users/{id}/logout", id).then().statusCode(204);

    login.type("code", code);

    assertThat(login.isDone()).isFalse();
    assertThat(REALM.user(id).getString("attributes.phoneNumber[0]")).isEqualTo(user.phone());
  }

  @Test
  void rememberMeIsKept() {
    TestUser user = TestUser.random();
    REALM.createUser(user);
    String phone = Unique.phone();
    Browser browser = new Browser();

    Login.forAction(REALM, browser, "UPDATE_PHONE")
        .rememberMe(user)
        .type("phone", phone)
        .code(phone)
        .done();

    assertThat(browser.cookies().getCookies())
        .filteredOn(cookie -> cookie.getName().equals("KEYCLOAK_IDENTITY"))
        .isNotEmpty()
        .allMatch(cookie -> cookie.getMaxAge() > 0);
  }
}
