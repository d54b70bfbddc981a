package io.github.phoneidentity.authentication;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phoneidentity.testing.Chromium;
import io.github.phoneidentity.testing.TestRealm;
import io.github.phoneidentity.testing.TestUser;
import io.github.phoneidentity.testing.Unique;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** What a user sees and starts in the account console. */
class AccountConsoleIT {

  private static final String FACTORS = "[data-testid=\"sms-otp/credential-list\"]";

  private static final String CHANGE = "[data-testid^=\"content/\"]";

  @AutoClose private static final TestRealm REALM = TestRealm.create();

  private final TestUser user = TestUser.random();
  private final String masked = "+82******" + user.phone().substring(9);

  @Test
  void userSeesNumberAndNicknameAndChangesTheNumberFromTheMenu() {
    String id = REALM.createUser(user);
    String phone = Unique.phone();
    try (Chromium browser = Chromium.start()) {
      logIn(browser, "");
      browser.awaitValue("#phoneNumber", user.phone());
      browser.awaitValue("#nickname", user.nickname());
      assertThat(browser.evaluate("document.querySelector('#phoneNumber').disabled"))
          .isEqualTo("true");
      browser.awaitText("#phone-identity-confirmed", "Confirmed");
      assertThat(
              browser.evaluate(
                  "[...document.querySelectorAll('form input')].map(it => it.id).join()"))
          .isEqualTo("username,email,nickname,firstName,lastName,phoneNumber");

      browser.click("#phone-identity-change");
      browser.awaitText("#kc-page-title", "Change your phone number");
      browser.type("#phone", phone);
      browser.pressEnter();
      browser.typeCode(REALM.inbox().codeFor(phone));

      browser.awaitValue("#phoneNumber", phone);
      assertThat(REALM.user(id).getString("attributes.phoneNumber[0]")).isEqualTo(phone);
    }
  }

  @Test
  void changeThatIsCancelledComesBackToTheConsole() {
    REALM.createUser(user);
    try (Chromium browser = Chromium.start()) {
      logIn(browser, "");
      startChange(browser);
      browser.click("[name=cancel-aia]");

      browser.awaitValue("#phoneNumber", user.phone());
    }
  }

  @Test
  void factorIsSetUpListedByItsMaskedNumberAndRemoved() {
    String id = REALM.createUser(user);
    try (Chromium browser = Chromium.start()) {
      logIn(browser, "account-security/signing-in");
      browser.awaitText("#two-factor-categ-title", "Two-factor");
      browser.awaitText("[data-testid=\"sms-otp/title\"]", "Text message");
      browser.awaitText("[data-testid=\"sms-otp/help-text\"]", "sent to your phone");
      browser.awaitText(FACTORS, "Text message is not set up.");
      browser.awaitText("[data-testid=\"sms-otp/create\"]", "Set up Text message");
      browser.click("[data-testid=\"sms-otp/create\"]");
      browser.awaitText("#kc-page-title", "Set up codes by text message");
      browser.awaitValue("#phone", user.phone());
      browser.click("#phone");
      browser.pressEnter();
      browser.typeCode(REALM.inbox().codeFor(user.phone()));

      browser.awaitText(FACTORS, masked);
      browser.click(FACTORS + " [data-testrole=remove]");
      browser.awaitText("#kc-page-title", masked);
      assertThat(Factors.smsOf(REALM, id)).hasSize(1);
      browser.click("#kc-accept");
      browser.awaitText(FACTORS, "Text message is not set up.");
      assertThat(Factors.smsOf(REALM, id)).isEmpty();
    }
  }

  @Test
  void consoleIsInKoreanAndCallsAFactorWithoutALabelByItsNumber() {
    Map<String, Object> representation = new HashMap<>(user.representation());
    Map<String, Object> attributes = new HashMap<>();
    attributes.putAll((Map<String, ?>) representation.get("attributes"));
    attributes.put("locale", List.of("ko"));
    representation.put("attributes", attributes);
    representation.put(
        "credentials",
        List.of(
            Map.of("type", "password", "value", user.password()),
            withoutLabel(Factors.sms(user.phone(), true))));
    REALM.admin().body(representation).post("/users").then().statusCode(201);
    try (Chromium browser = Chromium.start()) {
      logIn(browser, "account-security/signing-in");
      browser.typeCode(REALM.inbox().codeFor(user.phone()));

      browser.awaitText("#two-factor-categ-title", "2단계 인증");
      browser.awaitText("[data-testid=\"sms-otp/title\"]", "문자 메시지");
      browser.awaitText("[data-testid=\"sms-otp/help-text\"]", "인증번호를 입력");
      browser.awaitText(FACTORS, masked);
      browser.awaitText(CHANGE, "전화번호 변경");
    }
  }

  private void logIn(Chromium browser, String page) {
    browser.open(URI.create(REALM.url() + "/account/" + page));
    browser.type("#username", user.username());
    browser.type("#password", user.password());
    browser.pressEnter();
  }

  private static Map<String, Object> withoutLabel(Map<String, Object> credential) {
    Map<String, Object> imported = new HashMap<>(credential);
    imported.remove("userLabel");
    return imported;
  }

  private static void startChange(Chromium browser) {
    browser.click("[data-testid=accountSecurity] button");
    browser.awaitText(CHANGE, "Change phone number");
    browser.click(CHANGE);
    browser.awaitText("#kc-page-title", "Change your phone number");
  }
}
