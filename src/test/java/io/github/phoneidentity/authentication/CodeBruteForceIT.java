package io.github.phoneidentity.authentication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.phoneidentity.testing.Login;
import io.github.phoneidentity.testing.TestRealm;
import io.github.phoneidentity.testing.TestUser;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Wrong codes count as Keycloak counts what they stand for, and the right one clears them: a realm
 * that allows ten secondary failures disables nobody for wrong codes of a login by SMS, and nobody
 * who gets every code right in the end.
 */
class CodeBruteForceIT {

  private static final int MOST = 10;

  @AutoClose private static final TestRealm PASSWORD = TestRealm.create(CodeBruteForceIT::strict);

  @AutoClose
  private static final TestRealm SMS =
      TestRealm.create(
          realm -> {
            strict(realm);
            Flows.loginBySms(realm);
          });

  private final TestUser user = TestUser.random();

  private static void strict(ObjectNode realm) {
    realm
        .put("maxSecondaryAuthFailures", MOST)
        .put("failureFactor", 100)
        .put("quickLoginCheckMilliSeconds", 0);
  }

  @BeforeAll
  static void codesAreNotLimited() {
    Map<String, String> many =
        Map.of(
            "max-attempts-per-hour",
            "100",
            "resend-cooldown",
            "0",
            "max-sends-per-hour",
            "50",
            "max-sends-per-day",
            "50");
    PASSWORD.setPolicy(many);
    SMS.setPolicy(many);
  }

  @Test
  void wrongCodesOfALoginBySmsArePrimaryFailuresAndDisableNobody() {
    String id = SMS.createUser(user);
    int failures = 0;
    for (int login = 1; login <= 3; login++) {
      failures =
          guessWrong(Login.begin(SMS).type("username", user.username()), login, failures, id);
    }

    assertThat(failures).isGreaterThan(MOST);
    assertThat(SMS.user(id).getBoolean("enabled")).isTrue();
    Login.begin(SMS).type("username", user.username()).codeFrom(user.phone(), 4).done();
    await("the right code clears them").until(() -> SMS.failedLogins(id) == 0);
  }

  private int guessWrong(Login login, int text, int before, String id) {
    String wrong = other(SMS.inbox().awaitText(user.phone(), text).code());
    int failures = before;
    for (int guess = 1; guess <= 4; guess++) {
      login.code(wrong);
      int expected = ++failures;
      await("failures").until(() -> SMS.failedLogins(id) == expected);
    }
    return failures;
  }

  @Test
  void wrongSecondFactorsOfALifetimeDisableNobodyWhoGetsThemRight() {
    String id = Factors.createUserWithSms(PASSWORD, user);
    for (int login = 1; login <= MOST + 2; login++) {
      Login attempt = Login.begin(PASSWORD).password(user);
      String code = PASSWORD.inbox().awaitText(user.phone(), login).code();
      attempt.code(other(code));
      await("failures").until(() -> PASSWORD.failedLogins(id) == 1);
      attempt.code(code).done();
      await("the right code clears them").until(() -> PASSWORD.failedLogins(id) == 0);
    }

    assertThat(PASSWORD.user(id).getBoolean("enabled")).isTrue();
  }

  @Test
  void wrongSecondFactorsAreSecondaryFailures() {
    String id = Factors.createUserWithSms(PASSWORD, user);
    for (int login = 1, failures = 0; login <= 3 && failures <= MOST; login++) {
      Login attempt = Login.begin(PASSWORD).password(user);
      String wrong = other(PASSWORD.inbox().awaitText(user.phone(), login).code());
      for (int guess = 1; guess <= 4 && failures <= MOST; guess++) {
        attempt.code(wrong);
        int expected = ++failures;
        await("failures").until(() -> PASSWORD.failedLogins(id) == expected);
      }
    }

    await("Keycloak's own rule").until(() -> !PASSWORD.user(id).getBoolean("enabled"));
  }

  @Test
  void passingTheTextClearsNoFailuresOfTheNextFactor() {
    String id = Factors.createUser(SMS, user, List.of(Factors.totp()));
    Login login = Login.begin(SMS).type("username", user.username()).codeFrom(user.phone());
    login.type("otp", "000000");
    await("failures").until(() -> SMS.failedLogins(id) == 1);

    Login again = Login.begin(SMS).type("username", user.username()).codeFrom(user.phone(), 2);

    assertThat(again.page().has("input[name=otp]")).isTrue();
    again.type("otp", "000000");
    await("failures").until(() -> SMS.failedLogins(id) == 2);
  }

  private static String other(String code) {
    return code.equals("000000") ? "111111" : "000000";
  }
}
