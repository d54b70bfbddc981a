package io.github.phoneidentity.authentication;

import io.github.phoneidentity.testing.AppLogin;
import io.github.phoneidentity.testing.Browser;
import io.github.phoneidentity.testing.Form;
import io.github.phoneidentity.testing.KeycloakServer;
import io.github.phoneidentity.testing.Page;
import io.github.phoneidentity.testing.TestRealm;
import io.github.phoneidentity.testing.TestUser;
import io.github.phoneidentity.testing.Tokens;
import org.jsoup.nodes.Element;

/** Somebody who logs in to the app, page by page, perhaps for an action that the app starts. */
final class Login {

  private final TestRealm realm;
  private final AppLogin app;
  private final Browser browser;
  private Page page;
  private KeycloakServer node;

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

  /** The app asks for something with a parameter of its own. */
  static Login with(TestRealm realm, Browser browser, String parameter, String value) {
    return new Login(realm, realm.login().with(parameter, value), browser);
  }

  /** Types username and password. */
  Login password(TestUser user) {
    return password(user.username(), user.password());
  }

  Login password(String username, String password) {
    page = page.form().type("username", username).type("password", password).submit();
    return this;
  }

  /** Types username and password and wants to be remembered. */
  Login rememberMe(TestUser user) {
    page =
        page.form()
            .type("username", user.username())
            .type("password", user.password())
            .type("rememberMe", "on")
            .submit();
    return this;
  }

  /** Types a name, where no password is asked for, and a code, and wants to be remembered. */
  Login rememberMe(String typed, String phone, int count) {
    page = page.form().type("username", typed).type("rememberMe", "on").submit();
    return code(phone, count);
  }

  /** Types into the one field of the page. */
  Login type(String field, String value) {
    page = submit(page.form().type(field, value));
    return this;
  }

  private Page submit(Form form) {
    if (node == null) {
      return form.submit();
    }
    String path = form.action().getRawPath() + "?" + form.action().getRawQuery();
    return browser.post(node.baseUrl().resolve(path), form.values());
  }

  /** From now on another node of the cluster gets what is typed. */
  Login on(KeycloakServer another) {
    node = another;
    return this;
  }

  /** Switches the language of the page. */
  Login language(String tag) {
    Element option = page.html().selectFirst("option[value*='kc_locale=" + tag + "']");
    page = browser.open(page.address().resolve(option.attr("value")));
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

  /** Goes on with a page that the browser has got otherwise. */
  Login goTo(Page another) {
    page = another;
    return this;
  }

  Page page() {
    return page;
  }

  Browser browser() {
    return browser;
  }

  /** Whether the user is back at the app. */
  boolean isDone() {
    return AppLogin.isBackAtApp(page);
  }

  /** Fails with the page's text unless the user is back at the app. */
  Login done() {
    page.callback();
    return this;
  }

  /** What became of the action, as the app is told. */
  String actionStatus() {
    return page.callback().get("kc_action_status");
  }

  Tokens tokens() {
    return app.finish(page);
  }
}
