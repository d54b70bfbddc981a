package io.github.phoneidentity.testing;

import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;

/** What a browser got: a page of Keycloak, or a redirect to the app. */
public final class Page {

  private final Browser browser;
  private final URI address;
  private final HttpResponse<String> response;
  private final Document html;

  Page(Browser browser, URI address, HttpResponse<String> response) {
    this.browser = browser;
    this.address = address;
    this.response = response;
    this.html = Jsoup.parse(response.body(), address.toString());
  }

  public int status() {
    return response.statusCode();
  }

  public URI address() {
    return address;
  }

  public HttpHeaders headers() {
    return response.headers();
  }

  public String body() {
    return response.body();
  }

  public Document html() {
    return html;
  }

  /** The page's heading, as a reader sees it. */
  public String title() {
    return Optional.ofNullable(html.selectFirst("#kc-page-title")).map(Element::text).orElse("");
  }

  public boolean isRedirect() {
    return status() >= 300 && status() < 400 && headers().firstValue("Location").isPresent();
  }

  /** Where the redirect leads. */
  public URI location() {
    return address.resolve(headers().firstValue("Location").orElseThrow());
  }

  /** Query parameters of the redirect to the app; fails with the page's text if it is none. */
  public Map<String, String> callback() {
    if (!isRedirect()) {
      throw new AssertionError("Not sent back to the app but shown " + status() + ": " + text());
    }
    return Arrays.stream(location().getRawQuery().split("&"))
        .map(pair -> pair.split("=", 2))
        .collect(Collectors.toMap(pair -> pair[0], pair -> decode(pair.length > 1 ? pair[1] : "")));
  }

  /** The message at this field. */
  public Optional<String> errorAt(String field) {
    return textOf("#input-error-" + field);
  }

  /** Whether there is a message at any field. */
  public boolean hasFieldError() {
    return has("[id^=input-error-]:not([id^=input-error-container-])");
  }

  /** The message above the form, or on the error page. */
  public Optional<String> message() {
    return textOf(".kc-feedback-text").or(() -> textOf("#kc-error-message .instruction"));
  }

  /** Everything a reader sees. */
  public String text() {
    return html.body().text();
  }

  public boolean has(String css) {
    return html.selectFirst(css) != null;
  }

  /** The page's only form, or the first of several that has a field to type into. */
  public Form form() {
    Element element = html.selectFirst("form:has(input:not([type=hidden]):not([type=submit]))");
    return new Form(browser, element == null ? require("form") : element);
  }

  /** The form at this selector. */
  public Form form(String css) {
    return new Form(browser, require(css));
  }

  /** Chooses a way to log in from the list of them. */
  public Page choose(String way) {
    return form("#kc-select-credential-form").submitBy(way);
  }

  /** Follows the link at this selector. */
  public Page click(String css) {
    return browser.open(URI.create(require(css).absUrl("href")));
  }

  private Element require(String css) {
    Element element = html.selectFirst(css);
    if (element == null) {
      throw new AssertionError("No " + css + " on this page (" + status() + "): " + text());
    }
    return element;
  }

  private Optional<String> textOf(String css) {
    return Optional.ofNullable(html.selectFirst(css)).map(Element::text);
  }

  private static String decode(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }
}
