package io.github.phoneidentity.authentication;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phoneidentity.testing.AppLogin;
import io.github.phoneidentity.testing.Chromium;
import io.github.phoneidentity.testing.RegistrationPage;
import io.github.phoneidentity.testing.TestRealm;
import io.github.phoneidentity.testing.TestUser;
import io.github.phoneidentity.testing.Unique;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The sign-up in login themes other than this project's: Keycloak's, and {@code third-party}, whose
 * layout is its own.
 */
class LoginThemeIT {

  @ParameterizedTest
  @ValueSource(strings = {"keycloak.v2", "keycloak", "base", "third-party"})
  void newcomerSignsUpInTheRealmsOwnTheme(String theme) {
    TestUser user = TestUser.random();
    try (TestRealm realm = TestRealm.create(export -> export.put("loginTheme", theme));
        Chromium browser = Chromium.start()) {
      browser.open(realm.login().with("prompt", "create").address());
      browser.type("#phone", Unique.national(user.phone()));
      browser.click("#phone-identity-send");
      browser.awaitText("#kc-page-title", "Enter the code");
      browser.type("#code", "not a code");
      browser.click("#phone-identity-verify");
      browser.awaitText("#input-error-code", "6");
      browser.typeCode(realm.inbox().codeFor(user.phone()));
      RegistrationPage.await(browser).fillCredentials(user).fillProfile(user).submit();
      browser.awaitRequest(AppLogin.CALLBACK);

      // Theme base, which is meant to be a parent, has no icon.
      assertThat(browser.problems()).allMatch(problem -> problem.contains("/base/img/favicon.ico"));
      assertThat(realm.userNamed(user.username()).getString("attributes.phoneNumber[0]"))
          .isEqualTo(user.phone());
    }
  }

  @Test
  void newcomerSignsUpWithoutUsernameAndPassword() {
    TestUser user = TestUser.random();
    try (TestRealm realm = TestRealm.create(GeneratedUsernameIT::byPhone);
        Chromium browser = Chromium.start()) {
      browser.open(realm.login().with("prompt", "create").address());
      browser.type("#phone", Unique.national(user.phone()));
      browser.pressEnter();
      browser.awaitText("#kc-page-title", "Enter the code");
      browser.typeCode(realm.inbox().codeFor(user.phone()));
      RegistrationPage.await(browser).fillProfile(user);
      browser.pressEnter();
      browser.awaitRequest(AppLogin.CALLBACK);

      assertThat(browser.problems()).isEmpty();
    }
  }
}
