package io.github.phoneidentity.authentication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.phoneidentity.testing.AppLogin;
import io.github.phoneidentity.testing.Axe;
import io.github.phoneidentity.testing.Chromium;
import io.github.phoneidentity.testing.Rows;
import io.github.phoneidentity.testing.TestRealm;
import io.github.phoneidentity.testing.TestUser;
import io.github.phoneidentity.testing.Unique;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The pages as users meet them: on a narrow screen, by keyboard, without scripts, in Korean. */
class PagesIT {

  private static final String ERROR = "[aria-invalid=true]";

  private static final String DEAD_LINKS =
      "[...document.querySelectorAll('a[href^=\"#\"]')].map(it => it.hash.slice(1))"
          + ".filter(id => !document.getElementById(id)).join()";

  private static final String LOW_CONTROLS =
      "[...document.querySelectorAll('a[href], button, input:not([type=hidden], [type=radio]),"
          + " select, summary')].filter(it => it.getClientRects().length &&"
          + " it.getBoundingClientRect().height < 44).map(it => it.id || it.outerHTML).join()";

  @AutoClose private static final TestRealm REALM = TestRealm.create();

  private final TestUser user = TestUser.random();

  @BeforeAll
  static void aBrowserIsInstalled() {
    assumeTrue(Chromium.installed().isPresent(), "no Chromium on this machine");
  }

  @ParameterizedTest(name = "{0}, JavaScript: {1}")
  @CsvSource({"en, true", "en, false", "ko, true", "ko, false"})
  void pagesOfTheSignUpFitANarrowScreenAndNameTheirStep(String language, boolean scripts) {
    boolean korean = language.equals("ko");
    String failed = korean ? "오류: " : "Error: ";
    try (Chromium browser = Chromium.start()) {
      browser.runScripts(scripts);
      browser.resize(320, 640);
      browser.open(REALM.login().with("prompt", "create").with("ui_locales", language).address());
      browser.await("#phone");
      look(browser, scripts, "");

      browser.type("#phone", "12");
      browser.pressEnter();
      browser.await("#phone" + ERROR);
      look(browser, scripts, failed);

      browser.clear("#phone");
      browser.type("#phone", Unique.national(user.phone()));
      browser.pressEnter();
      browser.await("#code");
      browser.awaitText("#phone-identity-recipient", Unique.national(user.phone()).substring(9));
      look(browser, scripts, "");

      browser.typeCode("000000");
      browser.await("#code" + ERROR);
      look(browser, scripts, failed);

      browser.typeCode(REALM.inbox().codeFor(user.phone()));
      browser.await("#kc-register-form");
      look(browser, scripts, "");

      browser.type("#username", "Not-A-Name");
      browser.pressEnter();
      browser.await("#phone-identity-errors");
      browser.awaitFocus("#username");
      look(browser, scripts, failed);
      // axe reads colours from a canvas, and Chromium remarks on how it does.
      assertThat(browser.problems()).allMatch(problem -> problem.contains("Canvas2D"));
    }
  }

  /** Looks at a page: its title, its width, and what axe finds where scripts run. */
  private static void look(Chromium browser, boolean scripts, String failed) {
    Awaitility.await("the styles of the page")
        .until(() -> browser.evaluate("document.readyState"), "complete"::equals);
    String heading = browser.evaluate("document.querySelector('#kc-page-title').innerText.trim()");
    assertThat(browser.evaluate("document.title")).startsWith(failed + heading + " - ");
    assertThat(
            browser.evaluate(
                "document.documentElement.scrollWidth - document.documentElement.clientWidth"))
        .as("what overflows on %s", heading)
        .isEqualTo("0");
    assertThat(browser.evaluate(DEAD_LINKS)).as("links of %s that lead nowhere", heading).isEmpty();
    assertThat(browser.evaluate(LOW_CONTROLS)).as("low controls of %s", heading).isEmpty();
    if (scripts) {
      assertThat(Axe.violations(browser)).as("what axe finds on %s", heading).isEmpty();
    }
  }

  @Test
  void newcomerSignsUpByKeyboardAlone() {
    try (Chromium browser = Chromium.start()) {
      browser.open(REALM.login().with("prompt", "create").address());
      browser.awaitFocus("#phone");
      browser.insert(Unique.national(user.phone()));
      browser.pressEnter();
      browser.awaitFocus("#code");
      browser.typeCode(REALM.inbox().codeFor(user.phone()));
      browser.await("#kc-register-form");
      browser.tabTo("#username");
      browser.insert(user.username());
      browser.tabTo("#password");
      browser.insert(user.password());
      browser.tabTo("#email");
      browser.insert(user.email());
      browser.tabTo("#nickname");
      browser.insert(user.nickname());
      browser.tabTo("#firstName");
      browser.insert(user.firstName());
      browser.tabTo("#phone-identity-register");
      browser.pressEnter();
      browser.awaitRequest(AppLogin.CALLBACK);

      assertThat(REALM.userNamed(user.username()).getString("attributes.phoneNumber[0]"))
          .isEqualTo(user.phone());
    }
  }

  @ParameterizedTest(name = "JavaScript: {0}")
  @CsvSource({"true", "false"})
  void anotherWayIsChosenByKeyboard(boolean scripts) {
    Factors.createUser(REALM, user, List.of(Factors.sms(user.phone(), true), Factors.totp()));
    try (Chromium browser = Chromium.start()) {
      browser.runScripts(scripts);
      browser.resize(320, 640);
      browser.open(REALM.login().address());
      browser.type("#username", user.username());
      browser.type("#password", user.password());
      browser.pressEnter();
      browser.awaitFocus("#code");
      look(browser, scripts, "");
      browser.tabTo("#try-another-way");
      browser.pressEnter();
      browser.await("[name=authenticationExecution]");
      look(browser, scripts, "");
      browser.tabTo("li:nth-child(2) [name=authenticationExecution]");
      browser.pressEnter();
      browser.await("#otp");
      if (scripts) { // Keycloak's link and title need them.
        browser.awaitText("title", " - ");
        look(browser, true, "");
        browser.tabTo("#try-another-way");
        browser.pressEnter();
        browser.await("[name=authenticationExecution]");
      }
    }
  }

  @Test
  void numberOnFileIsMaskedAndHasWaysOut() {
    TestUser known = user.withPhone(user.phone(), false);
    REALM.createUser(known);
    try (Chromium browser = Chromium.start()) {
      browser.resize(320, 640);
      browser.open(REALM.login().address());
      browser.type("#username", known.username());
      browser.type("#password", known.password());
      browser.pressEnter();
      browser.await("#phone-identity-why");
      look(browser, true, "");
      assertThat(browser.evaluate("document.querySelector('#phone-identity-recipient').innerText"))
          .contains("*");
      browser.tabTo("#phone-identity-lost-number summary");
      browser.pressEnter();
      browser.awaitText("#phone-identity-lost-number p", "support");
      browser.tabTo("#phone-identity-sign-out");
      browser.pressEnter();
      browser.await("#password");
    }
  }

  @Test
  void codeIsSentAgainOnlyWhenItWouldBe() {
    try (Chromium browser = Chromium.start()) {
      browser.open(REALM.login().with("prompt", "create").address());
      browser.type("#phone", user.phone());
      browser.pressEnter();
      browser.await("#phone-identity-resend[disabled]");
      browser.awaitText("#phone-identity-resend-in", "You can send a new code in 0:");
      REALM.inbox().codeFor(user.phone());
      new Rows(REALM).endCooldown(user.phone());
      browser.reload();
      browser.await("#phone-identity-resend:not([disabled])");
      browser.click("#phone-identity-resend");
      browser.awaitText("[role=status]", "We sent the code again.");
      assertThat(REALM.inbox().awaitText(user.phone(), 2).code()).isNotEmpty();
    }
  }

  @Test
  void nameIsCheckedWhileItIsTyped() {
    TestUser taken = TestUser.random();
    REALM.createUser(Map.of("username", taken.username(), "enabled", true));
    try (Chromium browser = Chromium.start()) {
      browser.open(REALM.login().with("prompt", "create").address());
      browser.type("#phone", user.phone());
      browser.pressEnter();
      browser.typeCode(REALM.inbox().codeFor(user.phone()));
      browser.await("#kc-register-form");
      browser.awaitText(".phone-identity-proven", Unique.national(user.phone()).substring(9));
      browser.type("#username", taken.username());
      browser.awaitText("#username-availability", "This username is already taken.");
      browser.clear("#username");
      browser.type("#username", user.username());
      browser.awaitText("#username-availability", "Available");
      browser.type("#password", "12345678");
      browser.await("[data-rule=length].phone-identity-met");

      browser.click("#phone-identity-register");
      browser.awaitFocus("#email");
      browser.awaitText("#input-error-container-nickname", "Fill in this field.");
      assertThat(browser.evaluate("document.title")).startsWith("Error: ");
      assertThat(browser.evaluate("document.querySelector('#password').value"))
          .isEqualTo("12345678");
    }
  }

  @Test
  void pagesRunFromRightToLeftAndALinkLeadsToTheFirstOfSeveralOptions() {
    try (TestRealm realm = TestRealm.create(PagesIT::inArabicWithOptions);
        Chromium browser = Chromium.start()) {
      browser.resize(320, 640);
      browser.open(realm.login().with("prompt", "create").with("ui_locales", "ar").address());
      browser.await("html[dir=rtl] #phone");
      look(browser, true, "");
      browser.type("#phone", user.phone());
      browser.pressEnter();
      browser.await("#code");
      look(browser, true, "");
      browser.typeCode(realm.inbox().codeFor(user.phone()));
      browser.type("#username", user.username());
      browser.pressEnter();
      browser.await("#phone-identity-errors a[href=\"#size-small\"]");
      look(browser, true, "Error: ");
    }
  }

  private static void inArabicWithOptions(ObjectNode realm) {
    realm.putArray("supportedLocales").add("en").add("ar");
    ObjectNode provider =
        (ObjectNode) realm.at("/components/org.keycloak.userprofile.UserProfileProvider/0/config");
    String profile = provider.at("/kc.user.profile.config/0").asText();
    String size =
        """
        {"name": "size", "displayName": "Size", "annotations": {"inputType": "select-radiobuttons"},
         "validations": {"options": {"options": ["small", "large"]}},
         "required": {"roles": ["user"]}, "permissions": {"view": ["user"], "edit": ["user"]}},
        """;
    provider
        .putArray("kc.user.profile.config")
        .add(profile.replaceFirst("\\[", Matcher.quoteReplacement("[" + size)));
  }
}
