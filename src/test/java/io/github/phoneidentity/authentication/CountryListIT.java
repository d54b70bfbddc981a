package io.github.phoneidentity.authentication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.phoneidentity.testing.AppLogin;
import io.github.phoneidentity.testing.Axe;
import io.github.phoneidentity.testing.Chromium;
import io.github.phoneidentity.testing.TestRealm;
import io.github.phoneidentity.testing.TestUser;
import io.github.phoneidentity.testing.Unique;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The list of countries beside the field for a phone number, and how the field spells a number. */
class CountryListIT {

  private static final String OPENER = "#phone-identity-country-open";
  private static final String SEARCH = "#phone-identity-country-search";
  private static final String OPTIONS = "#phone-identity-country-list";
  private static final String ERROR = "#phone[aria-invalid=true]";
  private static final int MOST_SCRIPT = 100_000;
  private static final int MOST_STYLE = 20_000;
  private static final int SMALLEST_TARGET = 44;

  /** Nothing inline and nothing from elsewhere. */
  private static final String STRICT =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
          + " form-action 'self' http://localhost:3000; frame-ancestors 'none'";

  @AutoClose private static final TestRealm REALM = TestRealm.create();

  @AutoClose private final Chromium browser = Chromium.start();
  private final TestUser user = TestUser.random();

  /** A Japanese mobile number in E.164. */
  private final String japanese = "+8190" + Unique.phone().substring(5);

  private final String nationalJapanese = "0" + japanese.substring(3);

  @Test
  void numberIsReadInTheCountryThatWasPicked() {
    openSignUp(REALM);
    pick("japan", "Japan");
    assertThat(shown("#phone-identity-example")).startsWith("090");
    browser.type(nationalJapanese);
    browser.pressEnter();
    browser.await("#code");

    assertThat(REALM.inbox().codeFor(japanese)).hasSize(6);
    browser.click("#phone-identity-change");
    awaitCountry("JP +81");
    assertThat(digits("#phone")).isEqualTo(nationalJapanese);
  }

  @Test
  void countriesOfThePolicyAreListedInThePagesLanguageAndTheDefaultIsFirst() {
    try (TestRealm realm = TestRealm.create()) {
      realm.setPolicy(Map.of("allowed-countries", "DE,JP,KR,US", "default-region", "US"));
      openSignUp(realm);
      awaitCountry("US +1");
      browser.click(OPENER);
      assertThat(options()).isEqualTo("United States +1, Germany +49, Japan +81, South Korea +82");

      browser.open(signUp(realm).with("ui_locales", "ko").address());
      browser.awaitText("#kc-page-title", "전화번호");
      browser.click(OPENER);
      assertThat(options()).isEqualTo("미국 +1, 대한민국 +82, 독일 +49, 일본 +81");

      realm.setPolicy(Map.of("allowed-countries", "KR", "default-region", "KR"));
      openSignUp(realm);
      assertThat(isVisible(OPENER)).isFalse();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "01023456789, 010-2345-6789, KR +82",
    "+821023456789, +82 10-2345-6789, KR +82",
    "tel:+819023456789, +81 90-2345-6789, JP +81",
    "０１０ ２３４５ ６７８９, 010-2345-6789, KR +82",
    "+1 (416) 555-2671, +1 416-555-2671, CA +1",
    "+1, +1, US +1",
    "00821023456789, 00821023456789, KR +82",
    "1023456789, 1023456789, KR +82",
    "010234, 010234, KR +82",
    "010-2345-6789 x5, 010-2345-6789 x5, KR +82",
    "kim@example.com, kim@example.com, KR +82"
  })
  void validNumberIsSpelledAsUsualWhenTheFieldIsLeft(String typed, String spelled, String country) {
    openSignUp(REALM);
    browser.type("#phone", typed);
    assertThat(value("#phone")).isEqualTo(typed);
    browser.tabTo("#phone-identity-send");

    assertThat(value("#phone")).isEqualTo(spelled);
    awaitCountry(country);
    assertThat(value("#phone-identity-country")).isEqualTo("KR");
  }

  @ParameterizedTest
  @CsvSource({
    "090-2345-678, 'This number is too short. Check whether a digit is missing.'",
    "03-2345-6789, Use a mobile number. We cannot send codes to landlines.",
    "090-2345-6789 x5, This is not a valid phone number."
  })
  void refusedNumberKeepsItsTextAndItsCountry(String typed, String error) {
    openSignUp(REALM);
    pick("+81", "Japan");
    browser.type(typed);
    browser.pressEnter();
    browser.await(ERROR);

    browser.awaitText("#input-error-phone", error);
    assertThat(value("#phone")).isEqualTo(typed);
    awaitCountry("JP +81");
    assertThat(Axe.violations(browser)).isEmpty();
  }

  @Test
  void anotherCountryReplacesTheOneThatWasTyped() {
    openSignUp(REALM);
    browser.type("#phone", "+819023456789");
    awaitCountry("JP +81");
    pick("korea", "South Korea");

    assertThat(value("#phone")).isEqualTo("+82 9023456789");
    awaitCountry("KR +82");
  }

  @Test
  void listIsUsedByKeyboardAndSaysWhenNothingIsFound() {
    openSignUp(REALM);
    browser.awaitFocus("#phone");
    browser.evaluate("document.querySelector('" + OPENER + "').focus()");
    browser.pressEnter();
    browser.awaitFocus(SEARCH);
    assertThat(browser.evaluate("document.querySelector('" + OPENER + "').ariaExpanded"))
        .isEqualTo("true");
    browser.type("no such country");
    browser.awaitText("#phone-identity-country-status", "No country found");
    browser.pressEnter();
    browser.evaluate(
        "document.activeElement.dispatchEvent(new KeyboardEvent('keydown',"
            + " {key: 'Escape', bubbles: true, cancelable: true}))");
    browser.awaitFocus(OPENER);
    assertThat(isVisible(SEARCH)).isFalse();
    browser.pressEnter();
    browser.awaitFocus(SEARCH);
    browser.tabTo("#phone-identity-send");
    assertThat(isVisible(SEARCH)).isFalse();
    assertThat(browser.evaluate("document.querySelector('#phone-identity-country').value"))
        .isEqualTo("KR");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ltr", "rtl"})
  void openListFitsANarrowScreenAndHasTargetsForFingers(String direction) {
    browser.resize(320, 640);
    openSignUp(REALM);
    browser.evaluate("document.documentElement.dir = '" + direction + "'");
    browser.click(OPENER);
    browser.awaitFocus(SEARCH);

    assertThat(
            browser.evaluate(
                "document.documentElement.scrollWidth - document.documentElement.clientWidth"))
        .isEqualTo("0");
    for (String target : List.of(OPENER, SEARCH, OPTIONS + " li", "#phone")) {
      assertThat(
              Double.parseDouble(
                  browser.evaluate(
                      "document.querySelector('" + target + "').getBoundingClientRect().height")))
          .as(target)
          .isGreaterThanOrEqualTo(SMALLEST_TARGET);
    }
    assertThat(Axe.violations(browser)).isEmpty();
  }

  @Test
  void withoutScriptsThereIsNoList() {
    try (Chromium plain = Chromium.start(options -> options.setJavaScriptEnabled(false))) {
      plain.open(signUp(REALM).address());
      plain.await("#phone");
      assertThat(isVisible(plain, OPENER)).isFalse();
      assertThat(isVisible(plain, SEARCH)).isFalse();
      plain.type("#phone", Unique.national(user.phone()));
      plain.pressEnter();
      plain.await("#code");
    }

    assertThat(REALM.inbox().codeFor(user.phone())).hasSize(6);
  }

  @Test
  void numberIsChangedByTheSamePage() {
    REALM.createUser(user.withPhone(user.phone(), true));
    browser.open(REALM.login().with("kc_action", "UPDATE_PHONE").address());
    browser.type("#username", user.username());
    browser.type("#password", user.password());
    browser.pressEnter();
    awaitCountry("KR +82");
    pick("japan", "Japan");
    browser.type(nationalJapanese);
    browser.pressEnter();
    browser.await("#code");

    assertThat(REALM.inbox().codeFor(japanese)).hasSize(6);
  }

  @Test
  void pageNeedsNothingInlineAndNothingFromElsewhere() {
    try (TestRealm realm = TestRealm.create(export -> export.put("loginTheme", "third-party"))) {
      realm
          .admin()
          .body(Map.of("browserSecurityHeaders", Map.of("contentSecurityPolicy", STRICT)))
          .put()
          .then()
          .statusCode(204);
      openSignUp(realm);
      pick("japan", "Japan");
      browser.type(nationalJapanese);
      browser.pressEnter();
      browser.awaitText("#kc-page-title", "Enter the code");

      assertThat(realm.inbox().codeFor(japanese)).hasSize(6);
      assertThat(browser.problems()).isEmpty();
      assertThat(browser.requests())
          .allMatch(request -> request.getAuthority().equals(realm.url().getAuthority()));
    }
  }

  @Test
  void scriptsAndStylesAreSmall() {
    openSignUp(REALM);

    assertThat(compressed("[^?]*\\.js(\\?.*)?")).as("scripts").isBetween(1, MOST_SCRIPT);
    assertThat(compressed(".*/phone-identity[^/]*\\.css(\\?.*)?"))
        .as("styles of this project")
        .isBetween(1, MOST_STYLE);
  }

  private int compressed(String address) {
    return browser.requests().stream()
        .filter(request -> request.toString().matches(address))
        .distinct()
        .mapToInt(CountryListIT::compressed)
        .sum();
  }

  private static int compressed(URI resource) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (InputStream in = resource.toURL().openStream();
        OutputStream out = new GZIPOutputStream(bytes)) {
      in.transferTo(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.size();
  }

  private static AppLogin signUp(TestRealm realm) {
    return realm.login().with("prompt", "create");
  }

  private void openSignUp(TestRealm realm) {
    browser.open(signUp(realm).with("ui_locales", "en").address());
    browser.awaitText("#kc-page-title", "phone number");
    // The script of the page chooses a country.
    await("the list").until(() -> !value("#phone-identity-country").isEmpty());
  }

  private void pick(String search, String country) {
    browser.click(OPENER);
    browser.awaitFocus(SEARCH);
    browser.type(search);
    browser.awaitText(OPTIONS + " li", country);
    browser.pressEnter();
    browser.awaitFocus("#phone");
  }

  private void awaitCountry(String code) {
    browser.awaitText("#phone-identity-country-code", code);
  }

  private String options() {
    return browser.evaluate(
        "[...document.querySelectorAll('"
            + OPTIONS
            + " li')].map(option => option.textContent).join(', ')");
  }

  private boolean isVisible(String css) {
    return isVisible(browser, css);
  }

  private static boolean isVisible(Chromium window, String css) {
    return "true"
        .equals(window.evaluate("document.querySelector('" + css + "').checkVisibility()"));
  }

  private String value(String css) {
    return browser.evaluate("document.querySelector('" + css + "')?.value ?? ''");
  }

  private String digits(String css) {
    return value(css).replaceAll("\\D", "");
  }

  private String shown(String css) {
    return browser.evaluate("document.querySelector('" + css + "').innerText");
  }
}
