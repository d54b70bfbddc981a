package io.github.phoneidentity.testing;

import java.net.URI;

/** Somebody who has forgotten a password. */
public final class Reset extends Journey<Reset> {

  private Reset(TestRealm realm, Browser browser) {
    super(realm, realm.login(), browser);
    goTo(forgotten(browser, page()));
  }

  /** Opens the first page of the reset that belongs to a login page, linked there or not. */
  public static Page forgotten(Browser browser, Page login) {
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
  public static Reset begin(TestRealm realm, Browser browser) {
    return new Reset(realm, browser);
  }

  public static Reset begin(TestRealm realm) {
    return begin(realm, new Browser());
  }

  @Override
  Reset self() {
    return this;
  }

  /** Types whose password it is. */
  public Reset identify(String typed) {
    return type("username", typed);
  }

  /** Follows the link of the mail that this address has got. */
  public Reset followLink(String address) {
    return goTo(browser().open(realm().mail().awaitMail(address).link()));
  }

  /** Types the new password twice and has the other sessions ended. */
  public Reset password(String password) {
    return send(
        page()
            .form()
            .type("password-new", password)
            .type("password-confirm", password)
            .type("logout-sessions", "on"));
  }

  /** Whether the page asks for the new password. */
  public boolean asksForPassword() {
    return page().has("input[name=password-new]");
  }
}
