package io.github.phoneidentity.authentication;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.phoneidentity.testing.Chromium;
import io.github.phoneidentity.testing.Rows;
import io.github.phoneidentity.testing.TestRealm;
import io.github.phoneidentity.testing.TestUser;
import io.github.phoneidentity.testing.Unique;
import java.util.Map;
import java.util.regex.Matcher;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** What single pages do for their users; {@link EveryFlowIT} walks all of them. */
class PagesIT {

  @AutoClose private static final TestRealm REALM = TestRealm.create();

  private final TestUser user = TestUser.random();

  @Test
  void numberOnFileIsMaskedAndHasWaysOut() {
    TestUser known = user.withPhone(user.phone(), false);
    REALM.createUser(known);
    try (Chromium browser = Chromium.start()) {
      browser.open(REALM.login().address());
      browser.type("#username", known.username());
      browser.type("#password", known.password());
      browser.pressEnter();
      browser.await("#phone-identity-why");
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
        KeyboardUser visitor = new KeyboardUser(realm, "ar", true)) {
      visitor.open(realm.login().with("prompt", "create")).meet("html[dir=rtl] #phone");
      visitor.submit("#phone", user.phone()).meet("#code");
      visitor.code(realm.inbox().codeFor(user.phone())).meet("#kc-register-form");
      visitor.submit("#username", user.username());
      visitor.meetErrors("#phone-identity-errors a[href='#size-small']");
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

  @Test
  void codeThatTheBrowserReadsFromATextIsSubmitted() {
    try (Chromium browser = Chromium.start()) {
      browser.prepend(
          """
          window.OTPCredential = class {};
          const text = new Promise((resolve) => window.receive = (code) => resolve({ code }));
          navigator.credentials.get = async ({ otp }) => otp.transport.includes("sms") && text;
          """);
      browser.open(REALM.login().with("prompt", "create").address());
      browser.type("#phone", user.phone());
      browser.pressEnter();
      browser.await("#code");
      browser.evaluate("receive('" + REALM.inbox().codeFor(user.phone()) + "')");
      browser.await("#kc-register-form");
    }
  }
}
