package io.github.phoneidentity.authentication;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phoneidentity.testing.AppLogin;
import io.github.phoneidentity.testing.Chromium;
import io.github.phoneidentity.testing.RegistrationPage;
import io.github.phoneidentity.testing.TestRealm;
import io.github.phoneidentity.testing.TestUser;
import io.github.phoneidentity.testing.Unique;
import java.net.URI;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The sign-up in a real browser, with JavaScript and without. */
class SignUpInBrowserIT {

  @AutoClose private static final TestRealm REALM = TestRealm.create();

  @ParameterizedTest(name = "JavaScript: {0}")
  @ValueSource(booleans = {true, false})
  void newcomerSignsUpWithNothingLoadedFromElsewhereAndNothingToComplainOf(boolean scripts) {
    TestUser user = TestUser.random();
    try (Chromium browser = Chromium.start(options -> options.setJavaScriptEnabled(scripts))) {
      browser.open(REALM.login().with("prompt", "create").address());

      browser.type("#phone", Unique.national(user.phone()));
      browser.pressEnter();
      browser.awaitText("#kc-page-title", "Enter the code");
      browser.reload();
      browser.awaitText("#phone-identity-expiry", "The code is valid for");
      browser.awaitFocus("#code");
      browser.typeCode(REALM.inbox().codeFor(user.phone()));

      RegistrationPage.await(browser).fillCredentials(user).fillProfile(user).submit();

      browser.awaitRequest(AppLogin.CALLBACK);
      assertThat(browser.requests())
          .filteredOn(request -> request.toString().startsWith(AppLogin.CALLBACK))
          .allSatisfy(callback -> assertThat(callback.getQuery()).contains("code="));
      assertThat(browser.requests().stream().filter(SignUpInBrowserIT::isElsewhere)).isEmpty();
      assertThat(browser.problems()).isEmpty();
      assertThat(REALM.userNamed(user.username()).getString("attributes.phoneNumber[0]"))
          .isEqualTo(user.phone());
      assertThat(REALM.inbox().countFor(user.phone())).isOne();
    }
  }

  private static boolean isElsewhere(URI request) {
    return !request.toString().startsWith(AppLogin.CALLBACK)
        && request.getScheme().startsWith("http")
        && !request.getAuthority().equals(REALM.url().getAuthority());
  }
}
