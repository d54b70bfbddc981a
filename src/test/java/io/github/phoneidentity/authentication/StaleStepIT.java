package io.github.phoneidentity.authentication;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phoneidentity.testing.Login;
import io.github.phoneidentity.testing.Reset;
import io.github.phoneidentity.testing.TestRealm;
import io.github.phoneidentity.testing.TestUser;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** What began with a text is refused too, once the password was changed elsewhere. */
class StaleStepIT {

  private static final String CHANGED = "Changed-password-1";

  @AutoClose private static final TestRealm REALM = TestRealm.create();
  @AutoClose private static final TestRealm SMS = TestRealm.create(Flows::loginBySms);

  private final TestUser user = TestUser.random();

  @Test
  void loginBySmsThatWaitsAtTheAuthenticatorAppIsRefused() {
    String id = Factors.createUser(SMS, user, List.of(Factors.totp()));
    Login login = Login.begin(SMS).type("username", user.username()).codeFrom(user.phone());
    assertThat(login.page().has("input[name=otp]")).isTrue();

    SMS.admin()
        .body(Map.of("type", "password", "value", CHANGED, "temporary", false))
        .put("/users/{id}/reset-password", id)
        .then()
        .statusCode(204);
    login.type("otp", Factors.totpCode());

    assertThat(login.isDone()).isFalse();
    assertThat(login.page().status()).isEqualTo(400);
  }

  @Test
  void resetThatWaitsForTheNewPasswordIsRefusedAfterAnother() {
    REALM.createUser(user);
    REALM.setPolicy(Map.of("resend-cooldown", "0"));
    Reset first = Reset.begin(REALM).identify(user.username()).codeFrom(user.phone());
    assertThat(first.asksForPassword()).isTrue();
    Reset.begin(REALM).identify(user.username()).codeFrom(user.phone(), 2).password(CHANGED).done();

    first.password("First-password-1");

    assertThat(first.isDone()).isFalse();
    assertThat(REALM.passwordGrant(user.username(), CHANGED).statusCode()).isEqualTo(200);
  }
}
