package io.github.phoneidentity.authentication;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phoneidentity.testing.Browser;
import io.github.phoneidentity.testing.KeycloakServer;
import io.github.phoneidentity.testing.Login;
import io.github.phoneidentity.testing.TestRealm;
import io.github.phoneidentity.testing.TestUser;
import io.github.phoneidentity.testing.Unique;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every wrong turn while the number on file is proven. */
class VerifyPhoneTurnsIT {

  @AutoClose private static final TestRealm REALM = TestRealm.create();

  private final TestUser user = TestUser.random().withPhone(Unique.phone(), false);
  private final Browser browser = new Browser();
  private String id;

  @BeforeEach
  void create() {
    id = REALM.createUser(user);
  }

  @Test
  void backButtonAndTheOldFormLeadOn() {
    Login.begin(REALM, browser).passwordTwice(user).codeFrom(user.phone()).done();

    assertThat(REALM.inbox().countFor(user.phone())).isOne();
  }

  @Test
  void secondTabGoesOnWithTheSameCode() {
    Login.begin(REALM, browser).password(user);
    String code = REALM.inbox().codeFor(user.phone());

    Login second = Login.begin(REALM, browser);
    if (second.page().has("#password")) {
      second.password(user);
    }
    second.type("code", code).done();

    assertThat(proven()).isTrue();
    assertThat(REALM.inbox().countFor(user.phone())).isOne();
  }

  @Test
  void codeIsTakenInTheOlderTabToo() {
    Login older = Login.begin(REALM, browser).password(user);
    String code = REALM.inbox().codeFor(user.phone());
    Login.begin(REALM, new Browser()).password(user);

    older.code(code).done();

    assertThat(proven()).isTrue();
    assertThat(REALM.inbox().countFor(user.phone())).isOne();
  }

  @Test
  void olderTabGoesOnOnceTheNewerOneHasProvenTheNumber() {
    Login older = Login.begin(REALM, browser).password(user);
    String code = REALM.inbox().codeFor(user.phone());
    Login.begin(REALM, new Browser()).password(user).code(code).done();

    older.code(code).done();
  }

  @Test
  void olderTabThatAsksForAnotherTextGoesOnOnceTheNumberIsProven() {
    Login older = Login.begin(REALM, browser).password(user);
    String code = REALM.inbox().codeFor(user.phone());
    Login.begin(REALM, new Browser()).password(user).code(code).done();

    older.press("resend").done();
  }

  @Test
  void userWhoWasDeletedMeanwhileIsToldSo() {
    Login login = Login.begin(REALM, browser).password(user);
    String code = REALM.inbox().codeFor(user.phone());
    REALM.admin().delete("/users/{id}", id).then().statusCode(204);

    assertThat(login.code(code).page().status()).isEqualTo(400);
    assertThat(login.page().text()).contains("no longer exists");
    assertThat(login.reload().page().status()).isLessThan(500);
  }

  @Test
  void languageIsSwitchedInTheMiddle() {
    Login login = Login.begin(REALM, browser).password(user);
    String code = REALM.inbox().codeFor(user.phone());

    login.language("ko");

    assertThat(login.page().title()).isEqualTo("인증번호 입력");
    login.type("code", code).done();
    assertThat(REALM.inbox().countFor(user.phone())).isOne();
  }

  @Test
  void sessionThatTimedOutInTheMiddleProvesNothing() {
    Login login = Login.begin(REALM, browser).password(user);
    String code = REALM.inbox().codeFor(user.phone());
    browser.cookies().removeAll();

    login.type("code", code);

    assertThat(login.isDone()).isFalse();
    assertThat(login.page().status()).isLessThan(500);
    assertThat(proven()).isFalse();
  }

  @Test
  void userWhoWasDisabledMeanwhileGoesNoFurther() {
    Login login = Login.begin(REALM, browser).password(user);
    String code = REALM.inbox().codeFor(user.phone());
    REALM.admin().body(Map.of("enabled", false)).put("/users/{id}", id).then().statusCode(204);

    assertThat(login.type("code", code).isDone()).isFalse();
    assertThat(proven()).isFalse();
  }

  @Test
  void rememberMeIsKept() {
    Login.begin(REALM, browser).rememberMe(user).codeFrom(user.phone()).done();

    assertThat(browser.cookies().getCookies())
        .filteredOn(cookie -> cookie.getName().equals("KEYCLOAK_IDENTITY"))
        .isNotEmpty()
        .allMatch(cookie -> cookie.getMaxAge() > 0);
  }

  @Test
  void begunOnOneNodeItIsFinishedOnTheOther() {
    Login login = Login.begin(REALM, browser).password(user);

    login.on(KeycloakServer.shared().secondNode()).codeFrom(user.phone()).done();

    assertThat(proven()).isTrue();
  }

  private boolean proven() {
    return "true".equals(REALM.user(id).getString("attributes.phoneNumberVerified[0]"));
  }
}
