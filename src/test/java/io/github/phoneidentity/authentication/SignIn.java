package io.github.phoneidentity.authentication;

import io.github.phoneidentity.testing.AppLogin;
import io.github.phoneidentity.testing.Browser;
import io.github.phoneidentity.testing.Page;
import io.github.phoneidentity.testing.TestRealm;

/** Somebody who logs in to the app in a browser of their own. */
final class SignIn {

  private SignIn() {}

  /** What follows the form with this identifier and password. */
  static Page with(TestRealm realm, String identifier, String password) {
    return with(realm.login(), new Browser(), identifier, password);
  }

  static Page with(AppLogin login, Browser browser, String identifier, String password) {
    return login
        .start(browser)
        .form()
        .type("username", identifier)
        .type("password", password)
        .submit();
  }
}
