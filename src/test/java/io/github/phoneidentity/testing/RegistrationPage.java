package io.github.phoneidentity.testing;

/** The form of a new account, in a real browser and in any theme. */
public record RegistrationPage(Chromium browser) {

  private static final String CONFIRMATION = "#password-confirm";

  /** Waits for the page. */
  public static RegistrationPage await(Chromium browser) {
    browser.await("#kc-register-form");
    return new RegistrationPage(browser);
  }

  /** Types username and password, the latter twice where the theme asks for that. */
  public RegistrationPage fillCredentials(TestUser user) {
    browser.type("#username", user.username());
    browser.type("#password", user.password());
    if ("true"
        .equals(
            browser.evaluate("document.querySelector('%s') !== null".formatted(CONFIRMATION)))) {
      browser.type(CONFIRMATION, user.password());
    }
    return this;
  }

  /** Types what else the profile asks for. */
  public RegistrationPage fillProfile(TestUser user) {
    browser.type("#email", user.email());
    browser.type("#nickname", user.nickname());
    browser.type("#firstName", user.firstName());
    return this;
  }

  /** Clicks the button. */
  public void submit() {
    browser.click("#kc-register-form [type=submit]");
  }
}
