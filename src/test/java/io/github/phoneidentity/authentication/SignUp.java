package io.github.phoneidentity.authentication;

import io.github.phoneidentity.testing.AppLogin;
import io.github.phoneidentity.testing.Browser;
import io.github.phoneidentity.testing.Page;
import io.github.phoneidentity.testing.TestRealm;
import io.github.phoneidentity.testing.TestUser;
import io.github.phoneidentity.testing.Tokens;

/** Somebody who signs up in a browser of their own, page by page. */
final class SignUp {

  private final TestRealm realm;
  private final Browser browser;
  private final AppLogin login;
  private Page page;

  private SignUp(TestRealm realm, Browser browser) {
    this.realm = realm;
    this.browser = browser;
    this.login = realm.login().with("prompt", "create");
    this.page = login.start(browser);
  }

  /** Opens the first page of the sign-up. */
  static SignUp begin(TestRealm realm, Browser browser) {
    return new SignUp(realm, browser);
  }

  static SignUp begin(TestRealm realm) {
    return begin(realm, new Browser());
  }

  /** The page that is shown now. */
  Page page() {
    return page;
  }

  /** The browser that it happens in. */
  Browser browser() {
    return browser;
  }

  /** Goes on from a page that was reached in another way. */
  SignUp shows(Page other) {
    page = other;
    return this;
  }

  /** Types a phone number as people write it and asks for the code. */
  SignUp phone(String typed) {
    page = page.form().type("phone", typed).submit();
    return this;
  }

  /** Types the code. */
  SignUp code(String code) {
    page = page.form().type("code", code).submit();
    return this;
  }

  /** Proves a number: types it, reads the text, types the code. */
  SignUp prove(String phone) {
    return phone(phone).code(realm.inbox().codeFor(phone));
  }

  /** Presses a button by its name. */
  SignUp press(String button) {
    page = page.form("form:has(button[name=" + button + "])").submit(button);
    return this;
  }

  /** Fills in the form and sends it. */
  SignUp fill(TestUser user) {
    page =
        page.form()
            .type("username", user.username())
            .type("email", user.email())
            .type("nickname", user.nickname())
            .type("firstName", user.firstName())
            .type("lastName", user.lastName())
            .type("password", user.password())
            .type("password-confirm", user.password())
            .submit();
    return this;
  }

  /** The tokens that the app gets when the sign-up is done. */
  Tokens tokens() {
    return login.finish(page);
  }
}
