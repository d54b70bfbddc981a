package io.github.phoneidentity.authentication;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.phoneidentity.testing.Browser;
import io.github.phoneidentity.testing.Login;
import io.github.phoneidentity.testing.TestRealm;
import io.github.phoneidentity.testing.TestUser;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Another request of the same browser restarts a login and names another user at the worst moment:
 * right after a check of the first user has passed.
 */
class OverlappingRequestIT {

  /** What checks a user, and how that user passes it. */
  enum Check {
    IDENTIFIER_PASSWORD_FORM((login, user) -> login.password(user), "identifier-password-form"),
    USERNAME_PASSWORD_FORM((login, user) -> login.password(user), "auth-username-password-form"),
    PASSWORD_FORM(
        (login, user) -> login.type("username", user.username()).type("password", user.password()),
        "identifier-form",
        "auth-password-form"),
    OTP_FORM(
        (login, user) -> login.type("username", user.username()).type("otp", Factors.totpCode()),
        "identifier-form",
        "auth-otp-form"),
    RECOVERY_CODE(
        (login, user) ->
            login
                .type("username", user.username())
                .type("recoveryCodeInput", Factors.RECOVERY_CODE),
        "identifier-form",
        "auth-recovery-authn-code-form"),
    CONDITIONAL_OTP_FORM(
        (login, user) -> login.type("username", user.username()).type("otp", Factors.totpCode()),
        "identifier-form",
        "auth-conditional-otp-form"),
    SMS_OTP_FORM(
        (login, user) -> login.type("username", user.username()).codeFrom(user.phone()),
        "identifier-form",
        "sms-otp-form"),
    SMS_CODE_FORM(
        (login, user) -> login.type("username", user.username()).codeFrom(user.phone()),
        "sms-code-form");

    private final BiConsumer<Login, TestUser> passing;
    private final Consumer<ObjectNode> flow;

    Check(BiConsumer<Login, TestUser> passing, String... authenticators) {
      this.passing = passing;
      flow = Flows.overlapped(authenticators);
    }
  }

  private final TestUser user = TestUser.random();
  private final TestUser victim = TestUser.random();

  @ParameterizedTest
  @EnumSource
  void checkOfOneUserIsNoLoginOfAnother(Check check) {
    try (TestRealm realm = TestRealm.create(check.flow)) {
      create(realm, user);
      String id = create(realm, victim);

      check.passing.accept(Login.with(realm, new Browser(), "restart", victim.username()), user);

      assertThat(sessions(realm, id)).isEmpty();
      check.passing.accept(Login.begin(realm), victim);
      assertThat(sessions(realm, id)).hasSize(1);
    }
  }

  @ParameterizedTest
  @EnumSource
  void checkOfOneUserDoesNotCountForAnotherInALaterRequest(Check check) {
    try (TestRealm realm = TestRealm.create(check.flow)) {
      create(realm, user);
      String id = create(realm, victim);
      Login login = Login.with(realm, new Browser(), "replace", victim.username());
      check.passing.accept(login, user);

      login.goTo(login.page().form().submit());

      assertThat(sessions(realm, id)).isEmpty();
    }
  }

  private static String create(TestRealm realm, TestUser user) {
    return Factors.createUser(
        realm,
        user,
        List.of(Factors.sms(user.phone(), true), Factors.totp(), Factors.recoveryCodes()));
  }

  private static List<Object> sessions(TestRealm realm, String userId) {
    return realm.admin().get("/users/{id}/sessions", userId).jsonPath().getList("$");
  }
}
