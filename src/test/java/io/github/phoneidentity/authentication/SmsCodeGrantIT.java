package io.github.phoneidentity.authentication;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phoneidentity.testing.TestRealm;
import io.github.phoneidentity.testing.TestUser;
import io.github.phoneidentity.testing.Tokens;
import io.restassured.response.Response;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** The second factor in the password grant: the demo realm asks for the one that the user has. */
class SmsCodeGrantIT {

  /** Without the lock for failures in quick succession. */
  @AutoClose
  private static final TestRealm REALM =
      TestRealm.create(realm -> realm.put("quickLoginCheckMilliSeconds", 0));

  @Test
  void firstCallIsAnsweredThatACodeIsNeededAndTheSecondBringsIt() {
    TestUser user = TestUser.random();
    Factors.createUserWithSms(REALM, user);

    Response first = grant(user, null);

    assertThat(first.statusCode()).isEqualTo(401);
    assertThat(first.jsonPath().getString("error")).isEqualTo("sms_code_required");
    assertThat(first.asString()).contains("+82******").doesNotContain(user.phone());
    String code = REALM.inbox().codeFor(user.phone());
    Tokens tokens = Tokens.of(REALM, grant(user, code));
    assertThat(tokens.accessClaims()).containsEntry("preferred_username", user.username());
  }

  @Test
  void userWithoutTheFactorGetsTokensAtOnce() {
    TestUser user = TestUser.random();
    REALM.createUser(user);

    assertThat(grant(user, null).statusCode()).isEqualTo(200);
  }

  @Test
  void userWithAnAuthenticatorAppIsAskedForItsCode() {
    TestUser user = TestUser.random();
    Factors.createUser(REALM, user, List.of(Factors.totp()));

    Response without = grant(user, null);

    assertThat(without.statusCode()).isEqualTo(400);
    assertThat(without.jsonPath().getString("error")).isEqualTo("invalid_grant");
    assertThat(SmsGrant.withOtp(REALM, user, Factors.totpCode()).statusCode()).isEqualTo(200);
  }

  @Test
  void userWithBothIsAskedForTheAppAloneWhicheverIsPreferred() {
    for (boolean appFirst : List.of(true, false)) {
      TestUser user = TestUser.random();
      Map<String, Object> text = Factors.sms(user.phone(), true);
      String id =
          Factors.createUser(
              REALM,
              user,
              appFirst ? List.of(Factors.totp(), text) : List.of(text, Factors.totp()));

      assertThat(grant(user, null).jsonPath().getString("error")).isEqualTo("invalid_grant");
      Awaitility.await().until(() -> REALM.failedLogins(id) == 1);
      assertThat(SmsGrant.withOtp(REALM, user, "000000").statusCode()).isEqualTo(400);
      Awaitility.await().until(() -> REALM.failedLogins(id) == 2);
      assertThat(REALM.inbox().countFor(user.phone())).isZero();
      assertThat(SmsGrant.withOtp(REALM, user, Factors.totpCode()).statusCode()).isEqualTo(200);
    }
  }

  @Test
  void tokensOfThePasswordGrantTellHowTheirUserHasLoggedIn() {
    TestUser plain = TestUser.random();
    REALM.createUser(plain);
    TestUser sms = TestUser.random();
    Factors.createUserWithSms(REALM, sms);
    TestUser app = TestUser.random();
    Factors.createUser(REALM, app, List.of(Factors.totp()));

    grant(sms, null);

    assertThat(amr(grant(plain, null))).containsExactly("pwd");
    assertThat(amr(grant(sms, REALM.inbox().codeFor(sms.phone()))))
        .containsExactlyInAnyOrder("pwd", "sms");
    assertThat(amr(SmsGrant.withOtp(REALM, app, Factors.totpCode())))
        .containsExactlyInAnyOrder("pwd", "otp");
  }

  private static List<Object> amr(Response answer) {
    return List.copyOf((List<?>) Tokens.of(REALM, answer).accessClaims().get("amr"));
  }

  @Test
  void repeatedFirstCallSendsNothingMore() {
    TestUser user = TestUser.random();
    Factors.createUserWithSms(REALM, user);
    grant(user, null);
    REALM.inbox().awaitText(user.phone());

    assertThat(grant(user, null).jsonPath().getString("error")).isEqualTo("sms_code_required");

    assertThat(grant(user, REALM.inbox().codeFor(user.phone())).statusCode()).isEqualTo(200);
    assertThat(REALM.inbox().countFor(user.phone())).isEqualTo(1);
  }

  @Test
  void codeIsUsedOnce() {
    TestUser user = TestUser.random();
    Factors.createUserWithSms(REALM, user);
    grant(user, null);
    String code = REALM.inbox().codeFor(user.phone());
    assertThat(grant(user, code).statusCode()).isEqualTo(200);

    Response again = grant(user, code);

    assertThat(again.statusCode()).isEqualTo(401);
    assertThat(again.jsonPath().getString("error")).isEqualTo("invalid_grant");
  }

  @Test
  void wrongPasswordSendsNothing() {
    TestUser user = TestUser.random();
    Factors.createUserWithSms(REALM, user);

    Response response = REALM.passwordGrant(user.username(), "not-" + user.password());

    assertThat(response.jsonPath().getString("error")).isEqualTo("invalid_grant");
    assertThat(REALM.inbox().countFor(user.phone())).isZero();
  }

  @Test
  void wrongCodesAreCountedAsFailedLogins() {
    TestUser user = TestUser.random();
    String id = Factors.createUserWithSms(REALM, user);
    grant(user, null);
    String code = REALM.inbox().codeFor(user.phone());

    Response wrong = grant(user, code.equals("000000") ? "111111" : "000000");

    assertThat(wrong.statusCode()).isEqualTo(401);
    assertThat(wrong.jsonPath().getString("error")).isEqualTo("invalid_grant");
    assertThat(wrong.jsonPath().getString("error_description")).contains("4");
    Awaitility.await().until(() -> REALM.failedLogins(id) == 1);
  }

  @Test
  void usedUpBudgetSaysWhenToComeBack() {
    TestUser user = TestUser.random();
    Factors.createUserWithSms(REALM, user);
    REALM.setPolicy(Map.of("resend-cooldown", "0", "max-sends-per-hour", "1"));
    try {
      grant(user, null);
      REALM.inbox().awaitText(user.phone());

      Response limited = grant(user, null);

      assertThat(limited.statusCode()).isEqualTo(429);
      assertThat(limited.jsonPath().getString("error")).isEqualTo("too_many_requests");
      assertThat(Integer.parseInt(limited.header("Retry-After"))).isBetween(1, 3600);
    } finally {
      REALM.setPolicy(Map.of("resend-cooldown", "60", "max-sends-per-hour", "5"));
    }
  }

  private static Response grant(TestUser user, String code) {
    return SmsGrant.send(REALM, user, code);
  }
}
