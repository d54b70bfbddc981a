package io.github.phoneidentity;

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.options.ColorScheme;
import io.github.phoneidentity.authentication.Factors;
import io.github.phoneidentity.testing.Chromium;
import io.github.phoneidentity.testing.KeycloakServer;
import io.github.phoneidentity.testing.TestRealm;
import io.github.phoneidentity.testing.TestUser;
import java.net.URI;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Makes the pictures of README and docs: {@code mvn verify -Pscreenshots}. Their numbers are test
 * numbers of the policy, which nobody has.
 */
class Screenshots {

  private static final Path FOLDER = Path.of("docs", "images");
  private static final String CODE = "123456";
  private static final int NUMBERS = 99;

  @AutoClose private static final TestRealm REALM = TestRealm.named("demo");

  private static int used;

  @BeforeAll
  static void configure() {
    REALM.setPolicy(
        Map.of(
            "test-numbers",
            IntStream.rangeClosed(1, NUMBERS)
                .mapToObj(number -> phone(number) + ":" + CODE)
                .collect(Collectors.joining(","))));
  }

  private static String phone(int number) {
    return "+8210000000%02d".formatted(number);
  }

  private static String phone() {
    return phone(++used);
  }

  private static String national(String phone) {
    return "010-0000-" + phone.substring(phone.length() - 4);
  }

  private static TestUser user(String phone, boolean verified) {
    String name = "demo" + phone.substring(phone.length() - 2);
    return new TestUser(
        name, name + "@example.com", name, "Demo", "User", "Password-1", phone, verified);
  }

  /** How a page is looked at. */
  enum Look {
    LIGHT(600, ColorScheme.LIGHT),
    DARK(600, ColorScheme.DARK),
    NARROW(360, ColorScheme.LIGHT);

    private final int width;
    private final ColorScheme scheme;

    Look(int width, ColorScheme scheme) {
      this.width = width;
      this.scheme = scheme;
    }

    private Chromium open() {
      return Chromium.start(options -> options.setViewportSize(width, 400).setColorScheme(scheme));
    }

    private void picture(Chromium browser, String page) {
      String name = "pages-%s-%s.png".formatted(page, name().toLowerCase(Locale.ROOT));
      browser.screenshot(FOLDER.resolve(name), 400);
    }
  }

  @ParameterizedTest
  @EnumSource
  void signUp(Look look) {
    String phone = phone();
    try (Chromium browser = look.open()) {
      browser.open(REALM.login().with("prompt", "create").address());
      browser.type("#phone", national(phone));
      look.picture(browser, "phone");
      browser.pressEnter();
      browser.await("#code");
      look.picture(browser, "code");
      browser.typeCode(CODE);
      browser.await("#kc-register-form");
      browser.type("#username", "demo");
      browser.type("#password", "Password-1");
      browser.type("#email", "demo@example.com");
      browser.type("#nickname", "demo");
      browser.awaitText("#nickname-availability", "Available");
      look.picture(browser, "register");
    }
  }

  @ParameterizedTest
  @EnumSource
  void loginAndReset(Look look) {
    try (Chromium browser = look.open()) {
      browser.open(REALM.login().address());
      browser.type("#username", national(phone()));
      look.picture(browser, "login");
      browser.click("a[href*=reset-credentials]");
      browser.await("#kc-reset-password-form");
      look.picture(browser, "reset");
    }
  }

  @ParameterizedTest
  @EnumSource
  void verifyPhone(Look look) {
    TestUser user = user(phone(), false);
    REALM.createUser(user);
    try (Chromium browser = look.open()) {
      browser.open(REALM.login().address());
      logIn(browser, user);
      browser.await("#phone-identity-why");
      look.picture(browser, "verify");
    }
  }

  @Test
  void accountConsole() {
    TestUser user = user(phone(), true);
    Factors.createUserWithSms(REALM, user);
    try (Chromium browser = wide()) {
      browser.open(URI.create(REALM.url() + "/account/"));
      logIn(browser, user);
      browser.typeCode(CODE);
      browser.awaitValue("#phoneNumber", user.phone());
      picture(browser, "account-personal-data", 800);
      browser.open(URI.create(REALM.url() + "/account/account-security/signing-in"));
      browser.await("[data-testid=\"sms-otp/credential-list\"] [data-testrole=remove]");
      picture(browser, "account-two-factor", 1200);
    }
  }

  @Test
  void administratorsConsole() {
    KeycloakServer server = REALM.server();
    String realm = server.baseUrl().resolve("/admin/master/console/#/") + REALM.name();
    try (Chromium browser = wide()) {
      browser.open(URI.create(realm + "/authentication"));
      browser.type("#username", server.adminUsername());
      browser.type("#password", server.adminPassword());
      browser.pressEnter();
      browser.await("a:text-is('phone identity browser')");
      picture(browser, "console-flows", 800);
      browser.click("a:text-is('phone identity browser')");
      browser.await(settingsOf("SMS OTP Form"));
      browser.click("tr:has-text('browser - organization') .pf-v5-c-table__toggle button");
      picture(browser, "console-browser-flow", 1300);

      browser.open(URI.create(realm + "/authentication"));
      browser.click("a:text-is('phone identity registration')");
      browser.click(settingsOf("Verify contact before registration"));
      browser.await("#execution-config-form [data-testid=save]");
      picture(browser, "console-authenticator", 800);

      browser.open(URI.create(realm + "/authentication/required-actions"));
      browser.await(settingsOf("Verify Phone"));
      picture(browser, "console-required-actions", 1000);
      browser.click(settingsOf("Verify Phone"));
      browser.await("#required-action-config-form [data-testid=save]");
      picture(browser, "console-policy", 800);
    }
  }

  private static String settingsOf(String row) {
    return "tr:has-text('%s') [aria-label=Settings]".formatted(row);
  }

  private static void picture(Chromium browser, String name, int height) {
    browser.screenshot(FOLDER.resolve(name + ".png"), height);
  }

  private static Chromium wide() {
    return Chromium.start((NewContextOptions options) -> options.setViewportSize(1280, 800));
  }

  private static void logIn(Chromium browser, TestUser user) {
    browser.type("#username", user.username());
    browser.type("#password", user.password());
    browser.pressEnter();
  }
}
