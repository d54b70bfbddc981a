package io.github.phoneidentity.authentication;

import io.github.phoneidentity.testing.AppLogin;
import io.github.phoneidentity.testing.Browser;
import io.github.phoneidentity.testing.Page;
import io.github.phoneidentity.testing.TestRealm;
import io.github.phoneidentity.testing.TestUser;
import io.github.phoneidentity.testing.Tokens;

/** Somebody who logs in to the app, page by page, perhaps for an action that the app starts. */
final class Login {

  private final TestRealm realm;
  private final AppLogin app;
  private final Browser browser;
  private Page page;

  private Login(TestRealm realm, AppLogin app, Browser browser) {
    this.realm = realm;
    this.app = app;
    this.browser = browser;
    this.page = app.start(browser);
  }

  /** Opens the login page. */
  static Login begin(TestRealm realm, Browser browser) {
    return new Login(realm, realm.login(), browser);
  }

  static Login begin(TestRealm realm) {
    return begin(realm, new Browser());
  }

  /** The app starts this action. */
  static Login forAction(TestRealm realm, Browser browser, String action) {
    return new Login(realm, realm.login().with("kc_action", action), browser);
  }

  /** Types username and password. */
  Login password(TestUser user) {
    return password(user.username(), user.password());
  }

  Login password(String username, String password) {
    page = page.form().type("username", username).type("password", password).submit();
    return this;
  }

  /** Types into the one field of the page. */
  Login type(String field, String value) {
    page = page.form().type(field, value).submit();
    return this;
  }

  /** Types the code that {@code phone} has got last, of {@code count}. */
  Login code(String phone, int count) {
    return type("code", realm.inbox().awaitText(phone, count).code());
  }

  Login code(String phone) {
    return code(phone, 1);
  }

  /** Presses a button by its name. */
  Login press(String button) {
    page = page.form("form:has(button[name=" + button + "])").submit(button);
    return this;
  }

  /** Asks for the list of ways, and chooses the one that is called so. */
  Login tryAnotherWay(String name) {
    page = page.form("#kc-select-try-another-way-form").submit();
    page = page.form("li:has(h2:contains(" + name + ")) form").submit();
    return this;
  }

  /** Opens the address in the address bar again. */
  Login reload() {
    page = browser.open(page.address());
    return this;
  }

  Page page() {
    return page;
  }

  Browser browser() {
    return browser;
  }

  boolean isDone() {
    return AppLogin.isBackAtApp(page);
  }

  /** What became of the action, as the app is told. */
  String actionStatus() {
    return page.callback().get("kc_action_status");
  }

  Tokens tokens() {
    return app.finish(page);
  }
}
