package io.github.phoneidentity.authentication;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phoneidentity.testing.TestRealm;
import io.github.phoneidentity.testing.TestUser;
import io.github.phoneidentity.testing.Tokens;
import io.restassured.response.Response;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** The second factor in the password grant, in a realm that asks for it. */
class SmsCodeGrantIT {

  @AutoClose private static final TestRealm REALM = TestRealm.create(Flows::askForSmsInGrant);

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
