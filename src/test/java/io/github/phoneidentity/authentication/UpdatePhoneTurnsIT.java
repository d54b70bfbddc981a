package io.github.phoneidentity.authentication;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phoneidentity.testing.Browser;
import io.github.phoneidentity.testing.KeycloakServer;
import io.github.phoneidentity.testing.Login;
import io.github.phoneidentity.testing.Page;
import io.github.phoneidentity.testing.Rows;
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

  private final TestUser user = TestUser.random();
  private final String id = REALM.createUser(user);
  private final String phone = Unique.phone();
  private final Browser browser = new Browser();

  private Login begin() {
    return Login.forAction(REALM, browser, "UPDATE_PHONE").password(user);
  }

  private void assertNothingChanged() {
    assertThat(REALM.user(id).getString("attributes.phoneNumber[0]")).isEqualTo(user.phone());
  }

  @Test
  void numberThatIsTakenMeanwhileIsLost() {
    Login login = begin().type("phone", phone);
    String code = REALM.inbox().codeFor(phone);
    REALM.createUser(TestUser.random().withPhone(phone, false));

    login.type("code", code);

    assertThat(login.page().errorAt("phone"))
        .get()
        .asString()
        .contains("belongs to another account");
    assertNothingChanged();
    assertThat(REALM.inbox().countFor(user.phone())).isZero();
  }

  @Test
  void codeThatHasExpiredIsHadAnewFromThePage() {
    Login login = begin().type("phone", phone);
    String code = REALM.inbox().codeFor(phone);
    new Rows(REALM).expire(phone);

    assertThat(login.type("code", code).page().errorAt("code")).isPresent();
    new Rows(REALM).endCooldown(phone);
    login.press("resend").codeFrom(phone, 2);

    assertThat(login.actionStatus()).isEqualTo("success");
  }

  @Test
  void codeOfOneTabIsNothingInAnother() {
    Login.begin(REALM, browser).password(user).done();
    Login first = Login.forAction(REALM, browser, "UPDATE_PHONE");
    Login second = Login.forAction(REALM, browser, "UPDATE_PHONE");
    first.type("phone", phone);
    String code = REALM.inbox().codeFor(phone);

    second.type("phone", Unique.phone()).type("code", code);

    assertThat(second.page().errorAt("code")).isPresent();
    assertNothingChanged();
    first.type("code", code);
    assertThat(first.actionStatus()).isEqualTo("success");
  }

  @Test
  void languageCanBeSwitchedInTheMiddle() {
    Login login = begin().type("phone", phone);
    REALM.inbox().awaitText(phone);

    login.language("ko");

    assertThat(login.page().title()).isEqualTo("인증번호 입력");
    login.codeFrom(phone);
    assertThat(login.actionStatus()).isEqualTo("success");
    assertThat(REALM.inbox().countFor(phone)).isEqualTo(1);
  }

  @Test
  void sessionThatTimedOutInTheMiddleChangesNothing() {
    Login login = begin().type("phone", phone);
    String code = REALM.inbox().codeFor(phone);
    login.browser().cookies().removeAll();

    login.type("code", code);

    assertThat(login.page().isRedirect()).isFalse();
    assertNothingChanged();
  }

  @Test
  void begunOnOneNodeItIsFinishedOnTheOther() {
    Login login = begin().type("phone", phone);
    String code = REALM.inbox().codeFor(phone);

    login.on(KeycloakServer.shared().secondNode()).type("code", code);

    assertThat(login.actionStatus()).isEqualTo("success");
    assertThat(REALM.inbox().awaitText(user.phone()).text()).contains("Not you?");
  }

  @Test
  void cancelledActionChangesNothing() {
    Login login = begin().type("phone", phone);

    login.press("cancel-aia");

    assertThat(login.actionStatus()).isEqualTo("cancelled");
    assertNothingChanged();
  }

  @Test
  void typoIsCorrectedAtOnce() {
    Login login = begin().type("phone", Unique.phone());

    login.press("change").type("phone", phone).codeFrom(phone);

    assertThat(login.tokens().idClaims()).containsEntry("phone_number", phone);
  }

  @Test
  void landlinesAndGarbageAreRefusedAtTheField() {
    Login login = begin();

    assertThat(login.type("phone", "02-312-3456").page().errorAt("phone")).isPresent();
    assertThat(login.type("phone", "my phone").page().errorAt("phone")).isPresent();
    assertThat(login.page().form().value("phone")).isEqualTo("my phone");
  }

  @Test
  void backButtonAndTheOldFormLeadOn() {
    Login login = begin();
    URI form = login.page().form().action();
    login.type("phone", phone);
    String code = REALM.inbox().codeFor(phone);

    Page back = browser.post(form, Map.of("phone", List.of(Unique.phone())));

    assertThat(back.title()).isEqualTo("Enter the code");
    assertThat(back.text()).contains(Unique.national(phone));
    login.goTo(back).type("code", code);
    assertThat(login.actionStatus()).isEqualTo("success");
  }

  @Test
  void startedAgainInASecondTabItIsAWayOfItsOwn() {
    Login.begin(REALM, browser).password(user).done();
    Login.forAction(REALM, browser, "UPDATE_PHONE");

    Login second = Login.forAction(REALM, browser, "UPDATE_PHONE");
    second.type("phone", phone).codeFrom(phone);

    assertThat(second.actionStatus()).isEqualTo("success");
  }

  @Test
  void cancelledOnTheFirstPageItChangesNothing() {
    Login login = begin();

    login.press("cancel-aia");

    assertThat(login.actionStatus()).isEqualTo("cancelled");
    assertNothingChanged();
  }

  @Test
  void actionThatTheRealmDoesNotOfferIsAnErrorForTheApp() {
    Login login = Login.forAction(REALM, new Browser(), "UPDATE_PHONE_NOW").password(user);

    assertThat(login.actionStatus()).isEqualTo("error");
  }

  @Test
  void userWhoWasDisabledMeanwhileChangesNothing() {
    Login login = begin().type("phone", phone);
    String code = REALM.inbox().codeFor(phone);
    REALM.admin().body(Map.of("enabled", false)).put("/users/{id}", id).then().statusCode(204);

    login.type("code", code);

    assertThat(login.isDone()).isFalse();
    assertNothingChanged();
  }

  @Test
  void userWhomSomebodyLocksByWrongPasswordsMeanwhileCanFinishIt() {
    Login login = begin().type("phone", phone);
    String code = REALM.inbox().codeFor(phone);
    Awaitility.await("the lock")
        .until(
            () -> {
              REALM.passwordGrant(user.username(), "wrong");
              return REALM.isLocked(id);
            });

    login.type("code", code);

    assertThat(login.actionStatus()).isEqualTo("success");
  }

  @Test
  void administratorsLogoutInTheMiddleEndsIt() {
    Login.begin(REALM, browser).password(user).done();
    Login login = Login.forAction(REALM, browser, "UPDATE_PHONE").type("phone", phone);
    String code = REALM.inbox().codeFor(phone);
    REALM.admin().post("/users/{id}/logout", id).then().statusCode(204);

    login.type("code", code);

    assertThat(login.isDone()).isFalse();
    assertNothingChanged();
  }

  @Test
  void rememberMeIsKept() {
    Login.forAction(REALM, browser, "UPDATE_PHONE")
        .rememberMe(user)
        .type("phone", phone)
        .codeFrom(phone)
        .done();

    assertThat(browser.cookies().getCookies())
        .filteredOn(cookie -> cookie.getName().equals("KEYCLOAK_IDENTITY"))
        .isNotEmpty()
        .allMatch(cookie -> cookie.getMaxAge() > 0);
  }
}
