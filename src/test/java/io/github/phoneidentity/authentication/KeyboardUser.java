package io.github.phoneidentity.authentication;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phoneidentity.testing.AppLogin;
import io.github.phoneidentity.testing.Axe;
import io.github.phoneidentity.testing.Chromium;
import io.github.phoneidentity.testing.TestRealm;
import java.net.URI;
import java.util.Set;

/**
 * A user of a narrow screen who has a keyboard and nothing else, and who looks closely at each
 * page.
 */
final class KeyboardUser implements AutoCloseable {

  private static final String ERROR = "[aria-invalid=true]";

  /** Keys of messages in what the page shows or says; and, in Korean, what has no Korean letter. */
  private static final String UNTRANSLATED =
      """
      (() => {
        const texts = [document.title, document.body.innerText];
        for (const element of document.querySelectorAll("[aria-label], [title], [placeholder]")) {
          texts.push(element.ariaLabel, element.title, element.placeholder);
        }
        const keys = texts.join("\\n").match(/phoneIdentity\\.\\S*|\\$\\{|\\b[a-z]+([A-Z][a-z]+)+\\b/g) ?? [];
        const named = [...document.querySelectorAll("h1, label, main button, main a, summary")];
        const foreign = named.map((element) => element.innerText.trim() || element.ariaLabel || "");
        const korean = document.documentElement.lang === "ko";
        return [...keys, ...foreign.filter((text) => korean && text && !/[가-힣]/.test(text))].join("\\n");
      })()
      """;

  private static final String AUTOCOMPLETE_OF_FIELDS =
      """
      [...document.querySelectorAll("input")]
        .filter((field) => field.checkVisibility() && !field.readOnly)
        .filter((field) => ["text", "tel", "email", "password"].includes(field.type))
        .map((field) => field.name + ": " + field.autocomplete).join("\\n")
      """;

  /** What browsers and password managers are told about a field. */
  private static final Set<String> AUTOCOMPLETE =
      Set.of(
          "phone: tel",
          "email: email",
          "code: one-time-code",
          "otp: one-time-code",
          "username: username",
          "password: current-password",
          "password: new-password",
          "password-new: new-password",
          "password-confirm: new-password",
          "nickname: nickname",
          "firstName: name");

  private static final String DEAD_LINKS =
      """
      [...document.querySelectorAll('a[href^="#"]')].map(link => link.hash.slice(1))
        .filter(id => !document.getElementById(id)).join()
      """;

  private static final String LOW_CONTROLS =
      """
      [...document.querySelectorAll("a[href], button, input:not([type=hidden], [type=radio]), select, summary")]
        .filter(control => control.getClientRects().length && control.getBoundingClientRect().height < 44)
        .map(control => control.id || control.outerHTML).join()
      """;

  private final TestRealm realm;
  private final String language;
  private final boolean scripts;
  private final Chromium browser;

  KeyboardUser(TestRealm realm, String language, boolean scripts) {
    this.realm = realm;
    this.language = language;
    this.scripts = scripts;
    this.browser =
        Chromium.start(
            options ->
                options
                    .setLocale(language)
                    .setJavaScriptEnabled(scripts)
                    .setViewportSize(320, 640));
  }

  TestRealm realm() {
    return realm;
  }

  boolean hasScripts() {
    return scripts;
  }

  /** Opens the first page of the app's request. */
  KeyboardUser open(AppLogin login) {
    browser.open(login.address());
    return this;
  }

  /** Waits for a page that has this element, and looks at it. */
  KeyboardUser meet(String css) {
    browser.await(css);
    look("");
    return this;
  }

  /** Waits for a page that reports an error of this field, and looks at it. */
  KeyboardUser meetError(String css) {
    browser.await(css + ERROR);
    browser.awaitFocus(css);
    look(language.equals("ko") ? "오류: " : "Error: ");
    return this;
  }

  /** Waits for a page that lists errors, with this element in the list, and looks at it. */
  KeyboardUser meetErrors(String css) {
    browser.await(css);
    look(language.equals("ko") ? "오류: " : "Error: ");
    return this;
  }

  /** Finds this text in an element. */
  KeyboardUser read(String css, String text) {
    browser.awaitText(css, text);
    return this;
  }

  /** Goes to a field and replaces what it contains. */
  KeyboardUser type(String css, String text) {
    browser.tabTo(css);
    browser.press("ControlOrMeta+A");
    browser.type(text);
    return this;
  }

  /** Types into a field and presses return. */
  KeyboardUser submit(String css, String text) {
    type(css, text);
    browser.pressEnter();
    return this;
  }

  /** Goes to a link or a button and presses return. */
  KeyboardUser press(String css) {
    browser.tabTo(css);
    browser.pressEnter();
    return this;
  }

  /** Types a code, which the page may submit by itself. */
  KeyboardUser code(String code) {
    browser.awaitFocus("#code");
    browser.typeCode(code);
    return this;
  }

  /** Waits until the app is reached; on the way there nothing was loaded from elsewhere. */
  void reachApp() {
    browser.awaitRequest(AppLogin.CALLBACK);
    assertThat(browser.requests())
        .filteredOn(request -> !request.toString().startsWith(AppLogin.CALLBACK))
        .extracting(URI::getAuthority)
        .containsOnly(realm.url().getAuthority());
    // axe reads colours from a canvas, and Chromium remarks on how it does.
    assertThat(browser.problems()).allMatch(problem -> problem.contains("Canvas2D"));
  }

  private void look(String failed) {
    String heading = browser.evaluate("document.querySelector('#kc-page-title').innerText.trim()");
    if (isOfThisProject()) {
      assertThat(browser.evaluate("document.title")).startsWith(failed + heading + " - ");
      assertThat(browser.evaluate(LOW_CONTROLS)).as("low controls of %s", heading).isEmpty();
    }
    assertThat(browser.evaluate(DEAD_LINKS)).as("links of %s that lead nowhere", heading).isEmpty();
    assertThat(browser.evaluate("document.documentElement.lang")).as(heading).isEqualTo(language);
    assertThat(
            browser.evaluate(
                "document.documentElement.scrollWidth - document.documentElement.clientWidth"))
        .as("what overflows on %s", heading)
        .isEqualTo("0");
    assertThat(browser.evaluate(UNTRANSLATED)).as("not translated on %s", heading).isEmpty();
    assertThat(browser.evaluate(AUTOCOMPLETE_OF_FIELDS).lines())
        .as("autocomplete on %s", heading)
        .isSubsetOf(AUTOCOMPLETE);
    if (scripts) {
      assertThat(Axe.violations(browser)).as("what axe finds on %s", heading).isEmpty();
    }
  }

  /** Keycloak's own pages are titled by the realm alone. */
  private boolean isOfThisProject() {
    return !browser
        .evaluate("document.querySelector('link[href$=\"/css/phone-identity.css\"]')?.href")
        .isEmpty();
  }

  @Override
  public void close() {
    browser.close();
  }
}
