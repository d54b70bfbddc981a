package io.github.phoneidentity.authentication;

import io.github.phoneidentity.testing.AppLogin;
import io.github.phoneidentity.testing.Browser;
import io.github.phoneidentity.testing.Page;
import io.github.phoneidentity.testing.TestRealm;
import io.github.phoneidentity.testing.Tokens;
import java.net.URI;

/** Somebody who has forgotten a password, page by page. */
final class Reset {

  private final TestRealm realm;
  private final AppLogin app;
  private final Browser browser;
  private Page page;

  private Reset(TestRealm realm, Browser browser) {
    this.realm = realm;
    this.browser = browser;
    this.app = realm.login();
    this.page = forgotten(browser, app.start(browser));
  }

  /** Opens the first page of the reset that belongs to a login page, linked there or not. */
  static Page forgotten(Browser browser, Page login) {
    String address =
        login
            .form()
            .action()
            .toString()
            .replace("login-actions/authenticate", "login-actions/reset-credentials")
            .replaceAll("(session_code|execution)=[^&]*&?", "");
    return browser.open(URI.create(address));
  }

  /** Follows the link on the login page. */
  static Reset begin(TestRealm realm, Browser browser) {
    return new Reset(realm, browser);
  }

  static Reset begin(TestRealm realm) {
    return begin(realm, new Browser());
  }

  /** Types whose password it is. */
  Reset identify(String typed) {
    return type("username", typed);
  }

  /** Types into the one field of the page. */
  Reset type(String field, String value) {
    page = page.form().type(field, value).submit();
    return this;
  }

  Reset code(String code) {
    return type("code", code);
  }

  /** Types the code of the newest text to this number, of {@code count}. */
  Reset codeFrom(String phone, int count) {
    return code(realm.inbox().awaitText(phone, count).code());
  }

  Reset codeFrom(String phone) {
    return codeFrom(phone, 1);
  }

  /** Presses a button by its name. */
  Reset press(String button) {
    page = page.form("form:has(button[name=" + button + "])").submit(button);
    return this;
  }

  /** Types the new password twice and has the other sessions ended. */
  Reset password(String password) {
    page =
        page.form()
            .type("password-new", password)
            .type("password-confirm", password)
            .type("logout-sessions", "on")
            .submit();
    return this;
  }

  /** Asks for the list of ways, and chooses the one that is called so. */
  Reset tryAnotherWay(String name) {
    page = page.form("#kc-select-try-another-way-form").submit();
    page = page.form("li:has(h2:contains(" + name + ")) form").submit();
    return this;
  }

  /** Opens another address in the same tab of the same browser. */
  Reset goTo(Page other) {
    page = other;
    return this;
  }

  /** Opens the address in the address bar again. */
  Reset reload() {
    page = browser.open(page.address());
    return this;
  }

  Page page() {
    return page;
  }

  Browser browser() {
    return browser;
  }

  boolean asksForCode() {
    return page.has("input[name=code]");
  }

  boolean asksForPassword() {
    return page.has("input[name=password-new]");
  }

  Tokens tokens() {
    return app.finish(page);
  }
}
