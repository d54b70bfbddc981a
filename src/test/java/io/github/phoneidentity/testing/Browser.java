package io.github.phoneidentity.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.CookieManager;
import java.net.CookiePolicy;
import java.net.CookieStore;
import java.net.HttpCookie;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * One browser session: cookies, redirects and forms over HTTP, without JavaScript. Several requests
 * may run at once.
 */
public final class Browser {

  private static final int MOST_REDIRECTS = 12;
  private static final HttpClient HTTP =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .followRedirects(HttpClient.Redirect.NEVER)
          .connectTimeout(Duration.ofSeconds(10))
          .build();

  private final CookieManager cookies = new CookieManager(null, CookiePolicy.ACCEPT_ALL);
  private final String address;
  private final String languages;

  /** A browser that asks for English, at an address of its own. */
  public Browser() {
    this("en");
  }

  /** A browser that sends {@code languages} as {@code Accept-Language}. */
  public Browser(String languages) {
    this(languages, Unique.address());
  }

  /** A browser at this client address. */
  public Browser(String languages, String address) {
    this.languages = languages;
    this.address = address;
  }

  /** The cookies, for tests that look at or tamper with them. */
  public CookieStore cookies() {
    return cookies.getCookieStore();
  }

  /** Opens an address and follows redirects as long as they stay on the same server. */
  public Page open(URI address) {
    return follow(send(request(address).GET()));
  }

  /** Posts a form and follows redirects as long as they stay on the same server. */
  public Page post(URI address, Map<String, List<String>> fields) {
    return follow(postWithoutFollowing(address, fields));
  }

  /** Posts a form and gives the answer as it came, a redirect too. */
  public Page postWithoutFollowing(URI address, Map<String, List<String>> fields) {
    String body =
        fields.entrySet().stream()
            .flatMap(
                field ->
                    field.getValue().stream()
                        .map(value -> encode(field.getKey()) + "=" + encode(value)))
            .collect(Collectors.joining("&"));
    return send(
        request(address)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(body)));
  }

  private Page follow(Page first) {
    Page page = first;
    for (int hop = 0; page.isRedirect(); hop++) {
      URI target = page.location();
      if (!target.getAuthority().equals(page.address().getAuthority())) {
        return page;
      }
      if (hop == MOST_REDIRECTS) {
        throw new AssertionError("Redirected without end, now to " + target);
      }
      page = send(request(target).GET());
    }
    return page;
  }

  private HttpRequest.Builder request(URI target) {
    return HttpRequest.newBuilder(target)
        .timeout(Duration.ofSeconds(60))
        .header("Accept", "text/html")
        .header("Accept-Language", languages)
        .header("X-Forwarded-For", address);
  }

  private Page send(HttpRequest.Builder builder) {
    URI target = builder.build().uri();
    try {
      cookies.get(target, Map.of()).getOrDefault("Cookie", List.of()).stream()
          .reduce((one, other) -> one + "; " + other)
          .ifPresent(header -> builder.header("Cookie", header));
      HttpResponse<String> response = HTTP.send(builder.build(), BodyHandlers.ofString());
      response.headers().allValues("Set-Cookie").forEach(header -> keep(target, header));
      return new Page(this, target, response);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Keycloak marks its cookies Secure on plain HTTP too; on loopback browsers send them back. */
  private void keep(URI target, String header) {
    for (HttpCookie cookie : HttpCookie.parse(header)) {
      cookie.setSecure(false);
      cookie.setVersion(0);
      if (cookie.getPath() == null) {
        cookie.setPath("/");
      }
      cookies.getCookieStore().add(target, cookie);
    }
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
