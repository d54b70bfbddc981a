package io.github.phoneidentity.testing;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.ConsoleMessage;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ScreenshotAnimations;
import com.microsoft.playwright.options.WaitForSelectorState;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * A real browser: one window of Chromium with cookies and a client address of its own, driven by
 * Playwright. What it waits for, it waits for until Playwright's timeout. Only the thread that
 * started it may use it.
 */
public final class Chromium implements AutoCloseable {

  private static final int MOST_TABS = 60;

  private final BrowserContext context;
  private final Page page;
  private final boolean scripts;
  private final List<URI> requests = new ArrayList<>();
  private final List<String> problems = new ArrayList<>();

  private Chromium(Browser.NewContextOptions options) {
    context = SharedChromium.get().newContext(options);
    scripts = !Boolean.FALSE.equals(options.javaScriptEnabled);
    page = context.newPage();
    page.onRequest(
        request -> {
          if (!request.url().startsWith("data:")) { // what a style sheet contains
            requests.add(URI.create(request.url()));
          }
        });
    page.onConsoleMessage(this::keep);
    page.onPageError(problems::add);
  }

  private void keep(ConsoleMessage message) {
    if (List.of("error", "warning").contains(message.type())) {
      problems.add(message.text() + " at " + message.location());
    }
  }

  /** A window that asks for English. */
  public static Chromium start() {
    return start(options -> {});
  }

  /** The same with changes to Playwright's options: language, size, whether scripts run. */
  public static Chromium start(Consumer<Browser.NewContextOptions> changes) {
    Browser.NewContextOptions options =
        new Browser.NewContextOptions()
            .setLocale("en")
            .setViewportSize(1280, 1000)
            .setExtraHTTPHeaders(Map.of("X-Forwarded-For", Unique.address()));
    changes.accept(options);
    return new Chromium(options);
  }

  /** Changes the size of the window, in CSS pixels. */
  public void resize(int width, int height) {
    page.setViewportSize(width, height);
  }

  /** Goes to an address. */
  public void open(URI address) {
    page.navigate(address.toString());
  }

  /** Loads the page anew, as F5 does. */
  public void reload() {
    page.reload();
  }

  /** Waits for a field and replaces what it contains. */
  public void type(String css, String text) {
    element(css).fill(text);
  }

  /** Types on the keyboard, into the element that has the focus. */
  public void type(String text) {
    page.keyboard().type(text);
  }

  /** Presses a key, by its name in the DOM, in the element that has the focus. */
  public void press(String key) {
    page.keyboard().press(key);
  }

  /** Presses return in the element that has the focus. */
  public void pressEnter() {
    press("Enter");
  }

  /** Presses the tabulator until this element has the focus. */
  public void tabTo(String css) {
    await(css);
    for (int pressed = 0; pressed < MOST_TABS; pressed++) {
      if (hasFocus(css)) {
        return;
      }
      press("Tab");
    }
    throw new AssertionError("The tabulator does not reach " + css);
  }

  /** Types a code into its field, and presses return unless the page submits it by itself. */
  public void typeCode(String code) {
    await("#code");
    page.waitForLoadState(); // the scripts of the page
    boolean submits = scripts && "true".equals(element("#code").getAttribute("data-auto-submit"));
    element("#code").pressSequentially(code);
    if (!submits) {
      pressEnter();
    }
  }

  /** Waits until an element can be clicked, and clicks it. */
  public void click(String css) {
    element(css).click();
  }

  /** Waits until the page has such an element. */
  public void await(String css) {
    element(css).waitFor(new Locator.WaitForOptions().setState(WaitForSelectorState.ATTACHED));
  }

  /** Waits until the element shows this text. */
  public void awaitText(String css, String text) {
    assertThat(element(css)).containsText(text);
  }

  /** Waits until the field contains this value. */
  public void awaitValue(String css, String value) {
    assertThat(element(css)).hasValue(value);
  }

  /** Waits until the element has the focus: a browser gives it a moment after the page is there. */
  public void awaitFocus(String css) {
    assertThat(element(css)).isFocused();
  }

  private boolean hasFocus(String css) {
    return Boolean.TRUE.equals(page.evaluate("css => document.activeElement.matches(css)", css));
  }

  private Locator element(String css) {
    return page.locator(css).first();
  }

  /** Waits until an address that begins so was asked for. */
  public void awaitRequest(String address) {
    page.waitForCondition(
        () -> requests.stream().anyMatch(request -> request.toString().startsWith(address)));
  }

  /** What an expression, or its promise, gives, as text; empty for nothing. */
  public String evaluate(String expression) {
    return Objects.toString(page.evaluate(expression), "");
  }

  /** Runs a script on each page that is loaded from now on, before its own. */
  public void prepend(String script) {
    page.addInitScript(script);
  }

  /**
   * Writes a picture of the whole page, as PNG with at most 256 colours.
   *
   * @param height of the window, in CSS pixels, unless the page is higher
   */
  public void screenshot(Path file, int height) {
    int width = page.viewportSize().width;
    page.mouse().move(0, 0);
    page.setViewportSize(width, height);
    Object whole = page.evaluate("document.documentElement.scrollHeight");
    page.setViewportSize(width, (Integer) whole);
    IndexedPng.write(
        page.screenshot(new Page.ScreenshotOptions().setAnimations(ScreenshotAnimations.DISABLED)),
        file);
  }

  /** The addresses that were asked for so far, redirects too. */
  public List<URI> requests() {
    return List.copyOf(requests);
  }

  /** Errors and warnings of the console, violations of the content security policy among them. */
  public List<String> problems() {
    return List.copyOf(problems);
  }

  @Override
  public void close() {
    context.close();
  }
}
