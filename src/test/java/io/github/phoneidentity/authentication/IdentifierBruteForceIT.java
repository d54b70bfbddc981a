package io.github.phoneidentity.authentication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.phoneidentity.testing.AppLogin;
import io.github.phoneidentity.testing.Login;
import io.github.phoneidentity.testing.Page;
import io.github.phoneidentity.testing.TestRealm;
import io.github.phoneidentity.testing.TestUser;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Wrong passwords count for the user, by whichever identifier they are typed. */
class IdentifierBruteForceIT {

  private static final int LIMIT = 3;
  private static final Set<Identifier> EVERY_KIND =
      EnumSet.of(
          Identifier.USERNAME, Identifier.EMAIL, Identifier.NATIONAL_PHONE, Identifier.NICKNAME);

  @AutoClose
  private static final TestRealm REALM =
      TestRealm.create(
          realm ->
              realm
                  .put("bruteForceProtected", true)
                  .put("failureFactor", LIMIT)
                  .put("quickLoginCheckMilliSeconds", 0));

  private final TestUser user = TestUser.random();
  private String id;

  @BeforeEach
  void userIsThere() {
    id = REALM.createUser(user);
  }

  @ParameterizedTest
  @EnumSource(names = {"USERNAME", "EMAIL", "PHONE", "FULL_WIDTH_PHONE", "NICKNAME"})
  void wrongPasswordsInTheBrowserLockTheUserForEveryIdentifier(Identifier typed) {
    for (int failures = 1; failures <= LIMIT; failures++) {
      Login.begin(REALM).password(typed.of(user), "wrong-password").page();
      awaitFailures(failures);
    }

    assertLocked();
  }

  @ParameterizedTest
  @EnumSource(names = {"USERNAME", "EMAIL", "NATIONAL_PHONE", "NICKNAME_IN_CAPITALS"})
  void wrongPasswordsInThePasswordGrantLockTheUserForEveryIdentifier(Identifier typed) {
    for (int failures = 1; failures <= LIMIT; failures++) {
      REALM.passwordGrant(typed.of(user), "wrong-password");
      awaitFailures(failures);
    }

    assertLocked();
  }

  @ParameterizedTest
  @EnumSource(names = {"PHONE", "NICKNAME"})
  void failuresOfSeveralIdentifiersAddUpAndALoginClearsThem(Identifier typed) {
    Login.begin(REALM).password(user.username(), "wrong-password").page();
    awaitFailures(1);
    REALM.passwordGrant(typed.of(user), "wrong-password");
    awaitFailures(2);

    assertThat(Login.begin(REALM).password(typed.of(user), user.password()).isDone()).isTrue();

    awaitFailures(0);
  }

  private void assertLocked() {
    assertThat(REALM.isLocked(id)).isTrue();
    Page wrong = Login.begin(REALM).password(user.username(), "wrong-password").page();
    for (Identifier identifier : EVERY_KIND) {
      Page page = Login.begin(REALM).password(identifier.of(user), user.password()).page();
      assertThat(AppLogin.isBackAtApp(page)).isFalse();
      assertThat(page.text()).isEqualTo(wrong.text()).contains("Invalid login name or password.");
      assertThat(REALM.passwordGrant(identifier.of(user), user.password()).statusCode())
          .isEqualTo(400);
    }
  }

  /** The protector counts on a thread of its own. */
  private void awaitFailures(int expected) {
    await("failures").until(() -> REALM.failedLogins(id) == expected);
  }
}
