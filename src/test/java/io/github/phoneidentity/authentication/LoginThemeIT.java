package io.github.phoneidentity.authentication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.phoneidentity.testing.Chromium;
import io.github.phoneidentity.testing.TestRealm;
import io.github.phoneidentity.testing.TestUser;
import io.github.phoneidentity.testing.Unique;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The sign-up in login themes other than this project's: Keycloak's, and {@code third-party}, whose
 * layout is its own.
 */
class LoginThemeIT {

  private static final String APP = "http://localhost:3000/callback";

  @BeforeAll
  static void aBrowserIsInstalled() {
    assumeTrue(Chromium.installed().isPresent(), "no Chromium on this machine");
  }

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
      browser.awaitText("#kc-page-title", "Register");
      browser.type("#username", user.username());
      browser.type("#email", user.email());
      browser.type("#nickname", user.nickname());
      browser.type("#firstName", user.firstName());
      browser.type("#password", user.password());
      browser.type("#password-confirm", user.password());
      browser.click("#kc-register-form [type=submit]");
      awaitApp(browser);

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
      browser.awaitText("#kc-page-title", "Register");
      browser.type("#email", user.email());
      browser.type("#nickname", user.nickname());
      browser.type("#firstName", user.firstName());
      browser.pressEnter();
      awaitApp(browser);

      assertThat(browser.problems()).isEmpty();
    }
  }

  private static void awaitApp(Chromium browser) {
    await("the way back to the app")
        .until(
            () ->
                browser.requests().stream()
                    .anyMatch(request -> request.toString().startsWith(APP)));
  }
}
