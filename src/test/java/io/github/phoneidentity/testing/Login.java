package io.github.phoneidentity.testing;

import java.net.URI;
import java.util.List;
import java.util.Map;

/** Somebody who logs in to the app, perhaps for an action that the app starts. */
public final class Login extends Journey<Login> {

  private Login(TestRealm realm, AppLogin app, Browser browser) {
    super(realm, app, browser);
  }

  /** Opens the login page. */
  public static Login begin(TestRealm realm, Browser browser) {
    return new Login(realm, realm.login(), browser);
  }

  public static Login begin(TestRealm realm) {
    return begin(realm, new Browser());
  }

  /** The app starts this action. */
  public static Login forAction(TestRealm realm, Browser browser, String action) {
    return with(realm, browser, "kc_action", action);
  }

  /** The app asks for something with a parameter of its own. */
  public static Login with(TestRealm realm, Browser browser, String parameter, String value) {
    return new Login(realm, realm.login().with(parameter, value), browser);
  }

  @Override
  Login self() {
    return this;
  }

  /** Types username and password. */
  public Login password(TestUser user) {
    return password(user.username(), user.password());
  }

  /** Types an identifier and a password. */
  public Login password(String identifier, String password) {
    return send(page().form().type("username", identifier).type("password", password));
  }

  /** Types username and password and wants to be remembered. */
  public Login rememberMe(TestUser user) {
    return send(
        page()
            .form()
            .type("username", user.username())
            .type("password", user.password())
            .type("rememberMe", "on"));
  }

  /** Types a name, where no password is asked for, and a code, and wants to be remembered. */
  public Login rememberMe(String typed, String phone, int count) {
    return send(page().form().type("username", typed).type("rememberMe", "on"))
        .codeFrom(phone, count);
  }

  /**
   * Types username and password, goes back as the browser's button does, sends the old form once
   * more and takes the way on that the page then offers.
   */
  public Login passwordTwice(TestUser user) {
    URI form = page().form().action();
    password(user);
    Page expired =
        browser()
            .post(
                form,
                Map.of("username", List.of(user.username()), "password", List.of(user.password())));
    if (!expired.title().equals("Page has expired")) {
      throw new AssertionError("The old form was taken: " + expired.text());
    }
    return goTo(expired.click("#loginContinueLink"));
  }

  /** What became of the action, as the app is told. */
  public String actionStatus() {
    return page().callback().get("kc_action_status");
  }
}
