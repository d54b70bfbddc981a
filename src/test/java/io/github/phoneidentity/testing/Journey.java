package io.github.phoneidentity.testing;

/**
 * Somebody's way through Keycloak's pages in one browser, page by page, from the app and back to
 * it.
 *
 * @param <J> the journey itself
 */
public abstract class Journey<J extends Journey<J>> {

  private final TestRealm realm;
  private final AppLogin app;
  private final Browser browser;
  private Page page;
  private KeycloakServer node;

  /** The app sends the browser to the first page. */
  Journey(TestRealm realm, AppLogin app, Browser browser) {
    this.realm = realm;
    this.app = app;
    this.browser = browser;
    this.page = app.start(browser);
  }

  abstract J self();

  TestRealm realm() {
    return realm;
  }

  /** The page that is shown now. */
  public Page page() {
    return page;
  }

  /** The browser that it happens in. */
  public Browser browser() {
    return browser;
  }

  /** Goes on from a page that the browser has got otherwise. */
  public J goTo(Page other) {
    page = other;
    return self();
  }

  /** From now on this node of the cluster gets what is typed. */
  public J on(KeycloakServer another) {
    node = another;
    return self();
  }

  /** Types into one field of the page and sends its form. */
  public J type(String field, String value) {
    return send(page.form().type(field, value));
  }

  J send(Form form) {
    TestRealm there = node == null ? realm : realm.on(node);
    return goTo(there.onceBooked(() -> goTo(post(form.on(page))).page(), Page::hasFieldError));
  }

  private Page post(Form form) {
    return node == null ? form.submit() : browser.post(node.at(form.action()), form.values());
  }

  /** Types the code. */
  public J code(String code) {
    return type("code", code);
  }

  /** Types the code of the newest text to this number, of {@code count}. */
  public J codeFrom(String phone, int count) {
    return code(realm.inbox().awaitText(phone, count).code());
  }

  /** Types the code of the only text to this number. */
  public J codeFrom(String phone) {
    return codeFrom(phone, 1);
  }

  /** Presses a button by its name. */
  public J press(String button) {
    return goTo(page.form("form:has(button[name=" + button + "])").submit(button));
  }

  /** Asks for the list of ways, and chooses the one that is called so. */
  public J tryAnotherWay(String name) {
    Page ways = page.form("#kc-select-try-another-way-form").submit();
    return goTo(ways.choose(name));
  }

  /** Switches the language of the page. */
  public J language(String tag) {
    String option = page.html().select("option[value*='kc_locale=" + tag + "']").attr("value");
    return goTo(browser.open(page.address().resolve(option)));
  }

  /** Opens the address in the address bar again. */
  public J reload() {
    return goTo(browser.open(page.address()));
  }

  /** Whether the page asks for a code. */
  public boolean asksForCode() {
    return page.has("input[name=code]");
  }

  /** Whether the page tells that the code could not be sent. */
  public boolean tellsFailure() {
    return page.has("#phone-identity-delivery-failed");
  }

  /** Whether the user is back at the app. */
  public boolean isDone() {
    return AppLogin.isBackAtApp(page);
  }

  /** Fails with the page's text unless the user is back at the app. */
  public J done() {
    page.callback();
    return self();
  }

  /** The tokens that the app gets at the end. */
  public Tokens tokens() {
    return app.finish(page);
  }
}
