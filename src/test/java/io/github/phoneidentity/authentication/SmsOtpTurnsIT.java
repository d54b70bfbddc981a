package io.github.phoneidentity.authentication;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phoneidentity.testing.Browser;
import io.github.phoneidentity.testing.KeycloakServer;
import io.github.phoneidentity.testing.Login;
import io.github.phoneidentity.testing.Rows;
import io.github.phoneidentity.testing.TestRealm;
import io.github.phoneidentity.testing.TestUser;
import io.github.phoneidentity.testing.Unique;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Every wrong turn at the second factor by SMS, and while it is set up. */
class SmsOtpTurnsIT {

  @AutoClose private static final TestRealm REALM = TestRealm.create();

  @Test
  void numberThatGetsNoTextsSaysSoAndOffersTheOtherWay() {
    TestUser user = TestUser.random();
    Factors.createUser(REALM, user, List.of(Factors.sms(user.phone(), true), Factors.totp()));
    REALM.setPolicy(Map.of("allowed-countries", "JP"));
    try {
      Login login = Login.begin(REALM).password(user);
      assertThat(login.page().message()).get().asString().contains("cannot send codes");

      login.tryAnotherWay("Authenticator Application").type("otp", Factors.totpCode());

      login.done();
    } finally {
      REALM.setPolicy(Map.of("allowed-countries", "KR"));
    }
  }

  @Test
  void expiredCodeIsHadAnewFromThePage() {
    TestUser user = TestUser.random();
    Factors.createUserWithSms(REALM, user);
    Login login = Login.begin(REALM).password(user);
    REALM.inbox().awaitText(user.phone());
    new Rows(REALM).expire(user.phone());
    new Rows(REALM).endCooldown(user.phone());

    login.press("resend").codeFrom(user.phone(), 2).done();
  }

  @Test
  void rememberMeOutlivesTheSecondFactor() {
    TestUser user = TestUser.random();
    Factors.createUserWithSms(REALM, user);
    Browser browser = new Browser();

    Login login = Login.begin(REALM, browser).rememberMe(user).codeFrom(user.phone()).done();

    assertThat(login.browser().cookies().getCookies())
        .filteredOn(cookie -> cookie.getName().equals("KEYCLOAK_IDENTITY"))
        .allMatch(cookie -> cookie.getMaxAge() > 0)
        .isNotEmpty();
  }

  @Test
  void languageIsSwitchedWithoutAnotherText() {
    TestUser user = TestUser.random();
    Factors.createUserWithSms(REALM, user);
    Login login = Login.begin(REALM).password(user);
    REALM.inbox().awaitText(user.phone());

    login.language("ko");

    assertThat(login.page().title()).isEqualTo("인증번호 입력");
    login.codeFrom(user.phone()).done();
    assertThat(REALM.inbox().countFor(user.phone())).isEqualTo(1);
  }

  @Test
  void begunOnOneNodeTheLoginIsFinishedOnTheOther() {
    TestUser user = TestUser.random();
    Factors.createUserWithSms(REALM, user);
    Login login = Login.begin(REALM).password(user);

    login.on(KeycloakServer.shared().secondNode()).codeFrom(user.phone()).done();
  }

  @Test
  void backButtonAndTheOldFormLeadOn() {
    TestUser user = TestUser.random();
    Factors.createUserWithSms(REALM, user);
    Login.begin(REALM).passwordTwice(user).codeFrom(user.phone()).done();

    assertThat(REALM.inbox().countFor(user.phone())).isOne();
  }

  @Test
  void secondTabWaitsForItsOwnCode() {
    TestUser user = TestUser.random();
    Factors.createUserWithSms(REALM, user);
    Browser browser = new Browser();
    Login first = Login.begin(REALM, browser).password(user);
    String code = REALM.inbox().codeFor(user.phone());
    new Rows(REALM).endCooldown(user.phone());
    Login second = Login.begin(REALM, browser).password(user);
    String another = REALM.inbox().awaitText(user.phone(), 2).code();

    assertThat(second.type("code", code).isDone()).isFalse();
    second.type("code", another).done();
    assertThat(first.type("code", code).page().status()).isLessThan(500);
  }

  @Test
  void loginThatTimedOutInTheMiddleBeginsAnew() {
    TestUser user = TestUser.random();
    Factors.createUserWithSms(REALM, user);
    Login login = Login.begin(REALM).password(user);
    String code = REALM.inbox().codeFor(user.phone());
    login.browser().cookies().removeAll();

    login.type("code", code);

    assertThat(login.isDone()).isFalse();
    assertThat(login.page().status()).isLessThan(500);
  }

  @Test
  void userWhoWasDisabledMeanwhileGoesNoFurther() {
    TestUser user = TestUser.random();
    String id = Factors.createUserWithSms(REALM, user);
    Login login = Login.begin(REALM).password(user);
    String code = REALM.inbox().codeFor(user.phone());
    REALM.admin().body(Map.of("enabled", false)).put("/users/{id}", id).then().statusCode(204);

    assertThat(login.type("code", code).isDone()).isFalse();
  }

  @Test
  void factorThatAnAdministratorRemovedMeanwhileIsNotProven() {
    TestUser user = TestUser.random();
    String id = Factors.createUserWithSms(REALM, user);
    String credential = Factors.smsOf(REALM, id).get(0).get("id").toString();
    Login login = Login.begin(REALM).password(user);
    String code = REALM.inbox().codeFor(user.phone());
    REALM
        .admin()
        .delete("/users/{id}/credentials/{credential}", id, credential)
        .then()
        .statusCode(204);

    login.type("code", code);

    assertThat(login.page().status()).isLessThan(500);
    assertThat(REALM.events("LOGIN").toString()).doesNotContain(credential);
  }

  @Test
  void setUpThatIsCancelledChangesNothing() {
    TestUser user = TestUser.random();
    String id = REALM.createUser(user);
    Login atTheNumber = Login.forAction(REALM, new Browser(), "CONFIGURE_SMS_OTP").password(user);
    Login atTheCode =
        Login.forAction(REALM, new Browser(), "CONFIGURE_SMS_OTP")
            .password(user)
            .type("phone", user.phone());

    assertThat(atTheNumber.press("cancel-aia").actionStatus()).isEqualTo("cancelled");
    assertThat(atTheCode.press("cancel-aia").actionStatus()).isEqualTo("cancelled");
    assertThat(Factors.smsOf(REALM, id)).isEmpty();
  }

  @Test
  void numberOfSomebodyElsesAccountMayBeAFactorForWhoProvesIt() {
    TestUser owner = TestUser.random();
    String ownerId = REALM.createUser(owner);
    TestUser user = TestUser.random();
    String id = REALM.createUser(user);

    Login.forAction(REALM, new Browser(), "CONFIGURE_SMS_OTP")
        .password(user)
        .type("phone", owner.phone())
        .codeFrom(owner.phone())
        .done();

    assertThat(Factors.smsOf(REALM, id)).hasSize(1);
    assertThat(REALM.user(id).getString("attributes.phoneNumber[0]")).isEqualTo(user.phone());
    assertThat(REALM.user(ownerId).getString("attributes.phoneNumber[0]")).isEqualTo(owner.phone());
  }

  @Test
  void numbersThatLookAlikeWhenMaskedAreFactorsOfTheirOwn() {
    TestUser user = TestUser.random();
    String alike = user.phone().substring(0, 5) + "3" + user.phone().substring(6);
    String id = Factors.createUser(REALM, user, List.of(Factors.sms(user.phone(), false)));

    Login.forAction(REALM, new Browser(), "CONFIGURE_SMS_OTP")
        .password(user)
        .codeFrom(user.phone())
        .type("phone", alike)
        .codeFrom(alike)
        .done();

    String mask = "+82******" + alike.substring(9);
    assertThat(Factors.smsOf(REALM, id))
        .extracting(factor -> factor.get("userLabel"))
        .containsExactly(mask, mask + " (2)");
  }

  @Test
  void factorMovesToANumberThatLooksLikeAnotherWhenMasked() {
    TestUser user = TestUser.random();
    String moved = Unique.phone();
    String alike = moved.substring(0, 5) + "3" + moved.substring(6);
    String id =
        Factors.createUser(
            REALM, user, List.of(Factors.sms(user.phone(), true), Factors.sms(alike, false)));

    Login.forAction(REALM, new Browser(), "UPDATE_PHONE")
        .password(user)
        .codeFrom(user.phone())
        .type("phone", moved)
        .codeFrom(moved)
        .done();

    String mask = "+82******" + moved.substring(9);
    assertThat(Factors.smsOf(REALM, id))
        .extracting(factor -> factor.get("userLabel"))
        .containsExactlyInAnyOrder(mask, mask + " (2)");
  }

  @Test
  void sameNumberTwiceIsOneFactor() {
    TestUser user = TestUser.random();
    String id = REALM.createUser(user);
    for (int time = 1; time <= 2; time++) {
      Login login = Login.forAction(REALM, new Browser(), "CONFIGURE_SMS_OTP").password(user);
      if (time == 2) {
        login.codeFrom(user.phone(), 2);
      }
      login.type("phone", user.phone()).codeFrom(user.phone(), time == 1 ? 1 : 3);
      assertThat(login.actionStatus()).isEqualTo("success");
      new Rows(REALM).endCooldown(user.phone());
    }

    assertThat(Factors.smsOf(REALM, id)).hasSize(1);
  }

  @Test
  void setUpBegunOnOneNodeIsFinishedOnTheOther() {
    TestUser user = TestUser.random();
    String id = REALM.createUser(user);
    Login login =
        Login.forAction(REALM, new Browser(), "CONFIGURE_SMS_OTP")
            .password(user)
            .type("phone", user.phone());

    login.on(KeycloakServer.shared().secondNode()).codeFrom(user.phone());

    assertThat(login.actionStatus()).isEqualTo("success");
    assertThat(Factors.smsOf(REALM, id)).hasSize(1);
  }

  @Test
  void setUpInTwoBrowsersTakesTheCodeInTheOlderOneToo() {
    TestUser user = TestUser.random();
    String id = REALM.createUser(user);
    Login older = Login.forAction(REALM, new Browser(), "CONFIGURE_SMS_OTP").password(user);
    older.type("phone", user.phone());
    String code = REALM.inbox().codeFor(user.phone());
    Login newer = Login.forAction(REALM, new Browser(), "CONFIGURE_SMS_OTP").password(user);
    newer.type("phone", user.phone());
    assertThat(newer.asksForCode()).as(newer.page().text()).isTrue();

    older.type("code", code).done();

    assertThat(Factors.smsOf(REALM, id)).hasSize(1);
    assertThat(REALM.inbox().countFor(user.phone())).isOne();
    newer.type("code", code);
    assertThat(newer.page().errorAt("phone")).as(newer.page().text()).isPresent();
  }
}
