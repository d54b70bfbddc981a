package io.github.phoneidentity.sms.http;

import io.github.phoneidentity.sms.client.GatewayOptions;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The typed options of gateway {@code http}. Every getter throws {@link IllegalArgumentException}
 * for an invalid value, with a message that names the option and contains no secret.
 */
final class HttpSmsGatewayConfig {

  static final String URL = "url";
  static final String METHOD = "method";
  static final String HEADERS = "headers";
  static final String BODY = "body";
  static final String SECRET = "secret";

  static final String DEFAULT_METHOD = "POST";
  static final String DEFAULT_BODY = "{\"to\":\"{to}\",\"text\":\"{text}\",\"id\":\"{id}\"}";
  static final String CONTENT_TYPE = "Content-Type";

  private static final String GET = "GET";
  private static final Set<String> METHODS = Set.of(GET, "PATCH", DEFAULT_METHOD, "PUT");

  /** What must not stand outside of a signed body. */
  private static final List<String> UNSIGNED = List.of("{to}", "{msisdn}", "{text}", "{code}");

  private static final Pattern HEADER = Pattern.compile("([!#$%&'*+.^_`|~0-9A-Za-z-]+):(.*)");
  private static final Pattern HEADER_SEPARATOR = Pattern.compile("\\s*(?:\\R|\\|\\|)\\s*");

  private final GatewayOptions options;

  HttpSmsGatewayConfig(GatewayOptions options) {
    this.options = options;
  }

  /** The URL, with placeholders behind the host only; empty if the gateway is not configured. */
  Optional<Template> url() {
    return options.get(URL).map(this::checkedUrl);
  }

  String method() {
    String method = options.get(METHOD).orElse(DEFAULT_METHOD).toUpperCase(Locale.ROOT);
    return require(
        METHODS.contains(method), method, METHOD, "must be one of GET, PATCH, POST, PUT");
  }

  /** The header templates by case-insensitive name, with a content type if there is a body. */
  SortedMap<String, Template> headers() {
    SortedMap<String, Template> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    options
        .get(HEADERS)
        .ifPresent(
            text ->
                HEADER_SEPARATOR.splitAsStream(text.strip()).forEach(line -> put(headers, line)));
    body()
        .ifPresent(
            body -> headers.putIfAbsent(CONTENT_TYPE, new Template(contentType(body.source()))));
    return headers;
  }

  /** The template of the body; empty for GET. */
  Optional<Template> body() {
    if (method().equals(GET)) {
      return require(options.get(BODY).isEmpty(), Optional.empty(), BODY, "cannot be sent by GET");
    }
    return Optional.of(new Template(options.get(BODY).orElse(DEFAULT_BODY)));
  }

  /**
   * The signature; empty if there is no secret. It covers the body only, so that neither the
   * recipient nor the text may be elsewhere in a signed request.
   */
  Optional<RequestSignature> signature() {
    boolean exposed =
        Stream.concat(url().stream(), headers().values().stream())
            .map(Template::source)
            .anyMatch(source -> UNSIGNED.stream().anyMatch(source::contains));
    return require(
        options.get(SECRET).isEmpty() || !exposed,
        options.get(SECRET).map(RequestSignature::new),
        SECRET,
        "signs the body alone: {to}, {msisdn}, {text} and {code} cannot stand in the URL or in a"
            + " header");
  }

  Duration connectTimeout() {
    return options.connectTimeout();
  }

  /** The timeout of the whole exchange. */
  Duration readTimeout() {
    return options.readTimeout();
  }

  private Template checkedUrl(String url) {
    Template template = new Template(url.strip());
    boolean valid;
    try {
      URI uri = URI.create(template.fill(HttpSmsGateway.SAMPLE, Escaping.URL));
      String origin = uri.getScheme() + "://" + uri.getRawAuthority();
      valid =
          Set.of("http", "https").contains(String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT))
              && uri.getHost() != null
              && uri.getUserInfo() == null
              && template.source().startsWith(origin);
    } catch (IllegalArgumentException e) {
      valid = false;
    }
    return require(
        valid,
        template,
        URL,
        "must be an http or https URL without user name, with placeholders only behind the host");
  }

  private void put(SortedMap<String, Template> headers, String line) {
    Matcher matcher = HEADER.matcher(line);
    boolean valid = matcher.matches() && !headers.containsKey(matcher.group(1));
    // The message does not contain the line, which may be a secret.
    require(
        valid,
        line,
        HEADERS,
        "must be 'Name: value', several on lines of their own or with || between them");
    headers.put(matcher.group(1), new Template(matcher.group(2).strip()));
  }

  private static String contentType(String body) {
    return switch (body.stripLeading().charAt(0)) {
      case '{', '[' -> "application/json";
      case '<' -> "application/xml; charset=utf-8";
      default -> "application/x-www-form-urlencoded";
    };
  }

  <T> T require(boolean valid, T value, String option, String requirement) {
    return options.require(valid, value, option, requirement);
  }
}
