package io.github.phoneidentity.authentication;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phoneidentity.testing.AppLogin;
import io.github.phoneidentity.testing.KeycloakServer;
import io.github.phoneidentity.testing.Login;
import io.github.phoneidentity.testing.Page;
import io.github.phoneidentity.testing.Parallel;
import io.github.phoneidentity.testing.SignUp;
import io.github.phoneidentity.testing.TestRealm;
import io.github.phoneidentity.testing.TestUser;
import io.github.phoneidentity.testing.Unique;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** The main job in development mode, as {@code mvn -Pdev} runs it. */
class SignUpEmbeddedDatabaseIT {

  @AutoClose
  private static final TestRealm REALM =
      TestRealm.create(KeycloakServer.withEmbeddedDatabase(), realm -> {});

  @Test
  void newcomerSignsUpWithAProvenPhoneAndLogsInByEveryIdentifier() {
    TestUser user = TestUser.random();

    assertThat(SignUp.begin(REALM).prove(user.phone()).fill(user).tokens().idClaims())
        .containsEntry("phone_number", user.phone())
        .containsEntry("phone_number_verified", true)
        .containsEntry("nickname", user.nickname());
    for (Identifier identifier : Identifier.values()) {
      Page end = Login.begin(REALM).password(identifier.of(user), user.password()).page();

      assertThat(AppLogin.isBackAtApp(end)).as("%s", identifier).isTrue();
      assertThat(REALM.passwordGrant(identifier.of(user), user.password()).statusCode())
          .as("%s", identifier)
          .isEqualTo(200);
    }
  }

  @Test
  void ofTwoAtOnceWithOneNicknameOneBecomesAUser() throws Exception {
    String nickname = Unique.letters(10);
    TestUser first = TestUser.random().withNickname(nickname);
    TestUser second = TestUser.random().withNickname(nickname.toUpperCase(Locale.ROOT));
    SignUp one = SignUp.begin(REALM).prove(first.phone());
    SignUp other = SignUp.begin(REALM).prove(second.phone());

    List<Page> pages =
        Parallel.run(
            List.<Supplier<Page>>of(() -> one.fill(first).page(), () -> other.fill(second).page()));

    assertThat(pages.stream().filter(AppLogin::isBackAtApp)).hasSize(1);
  }
}
