package io.github.phoneidentity.verification;

import io.github.phoneidentity.testing.Browser;
import io.github.phoneidentity.testing.KeycloakServer;
import io.github.phoneidentity.testing.Page;
import io.github.phoneidentity.testing.TestRealm;
import java.net.URI;

/** The page that asks for a code, in the browser of somebody who signs up. */
final class CodePage {

  private final Browser browser;
  private Page page;

  private CodePage(Browser browser, Page page) {
    this.browser = browser;
    this.page = page;
  }

  /** The page before: it asks for the number. */
  static Page contactPage(TestRealm realm, Browser browser) {
    return realm.login().with("prompt", "create").start(browser);
  }

  /** The first page of the reset that belongs to a login page, linked there or not. */
  static URI forgotten(Page login) {
    return URI.create(
        login
            .form()
            .action()
            .toString()
            .replace("login-actions/authenticate", "login-actions/reset-credentials")
            .replaceAll("(session_code|execution)=[^&]*&?", ""));
  }

  /** Types a number in a browser of its own and asks for the code. */
  static CodePage of(TestRealm realm, String typed) {
    return of(realm, typed, new Browser());
  }

  static CodePage of(TestRealm realm, String typed, Browser browser) {
    return new CodePage(browser, contactPage(realm, browser).form().type("phone", typed).submit());
  }

  /** Opens, at this node, the step that {@code page} showed. */
  static CodePage reopen(Browser browser, Page page, KeycloakServer node) {
    String step = page.form().action().toString().replaceAll("session_code=[^&]*&?", "");
    URI address = URI.create(step);
    URI there = node.baseUrl().resolve(address.getRawPath() + "?" + address.getRawQuery());
    return new CodePage(browser, browser.open(there));
  }

  /** What is shown now. */
  Page page() {
    return page;
  }

  boolean asksForCode() {
    return page.has("#phone-identity-code-form");
  }

  CodePage type(String code) {
    page = page.form().type("code", code).submit();
    return this;
  }

  CodePage resend() {
    page = page.form("#phone-identity-code-actions").submit("resend");
    return this;
  }

  CodePage reload() {
    page = browser.open(page.address());
    return this;
  }

  /** Is the failure of the delivery told? */
  boolean tellsFailure() {
    return page.has("#phone-identity-delivery-failed");
  }

  /** Was the number proven? Then the form comes next. */
  boolean asksForName() {
    return page.has("input[name=username]");
  }

  /** The address that takes the code. */
  URI action() {
    return page.form().action();
  }
}
