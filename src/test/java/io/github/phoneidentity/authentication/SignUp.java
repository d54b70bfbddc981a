package io.github.phoneidentity.authentication;

import io.github.phoneidentity.testing.AppLogin;
import io.github.phoneidentity.testing.Browser;
import io.github.phoneidentity.testing.Form;
import io.github.phoneidentity.testing.KeycloakServer;
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

  /** Types an e-mail address and asks for the code. */
  SignUp email(String typed) {
    page = page.form().type("email", typed).submit();
    return this;
  }

  /** Proves an e-mail address: types it, reads the mail, types the code. */
  SignUp proveEmail(String address) {
    int mails = realm.mail().mailsTo(address).size();
    email(address);
    return code(realm.mail().awaitMail(address, mails + 1).code());
  }

  /** Switches the language of the page. */
  SignUp language(String tag) {
    String option = page.html().select("option[value*='kc_locale=" + tag + "']").attr("value");
    page = browser.open(page.address().resolve(option));
    return this;
  }

  /** Types something into the form of the page that another node of the cluster then takes. */
  SignUp typeAt(KeycloakServer node, String field, String value) {
    Form form = page.form().type(field, value);
    page = browser.post(ResetTurnsIT.at(node, form.action()), form.values());
    return this;
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
