package io.github.phoneidentity.sms.http;

import io.github.phoneidentity.sms.SmsGateways;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
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
  static final String CONNECT_TIMEOUT = "connect-timeout";
  static final String READ_TIMEOUT = "read-timeout";

  static final String DEFAULT_METHOD = "POST";
  static final String DEFAULT_BODY = "{\"to\":\"{to}\",\"text\":\"{text}\",\"id\":\"{id}\"}";
  static final String CONTENT_TYPE = "Content-Type";

  private static final String GET = "GET";
  private static final Set<String> METHODS = Set.of(GET, "PATCH", DEFAULT_METHOD, "PUT");
  private static final Pattern HEADER = Pattern.compile("([!#$%&'*+.^_`|~0-9A-Za-z-]+):(.*)");
  private static final Pattern HEADER_SEPARATOR = Pattern.compile("\\s*(?:\\R|\\|\\|)\\s*");
  private static final Pattern TIMEOUT = Pattern.compile("([0-9]{1,6})(ms|s|)");

  /**
   * The maximum of each timeout: connecting and reading together must not exceed {@link
   * SmsGateways#LONGEST_SEND}.
   */
  private static final Duration LONGEST_TIMEOUT = SmsGateways.LONGEST_SEND.dividedBy(2);

  private final UnaryOperator<String> options;

  /**
   * @param options returns the value of an option by its name; null if it is not set
   */
  HttpSmsGatewayConfig(UnaryOperator<String> options) {
    this.options = options;
  }

  /** The URL, with placeholders behind the host only; empty if the gateway is not configured. */
  Optional<Template> url() {
    return option(URL).map(HttpSmsGatewayConfig::checkedUrl);
  }

  String method() {
    String method = option(METHOD).orElse(DEFAULT_METHOD).toUpperCase(Locale.ROOT);
    return require(
        METHODS.contains(method), method, METHOD, "must be one of GET, PATCH, POST, PUT");
  }

  /** The header templates by case-insensitive name, with a content type if there is a body. */
  SortedMap<String, Template> headers() {
    SortedMap<String, Template> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    option(HEADERS)
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
      return require(option(BODY).isEmpty(), Optional.empty(), BODY, "cannot be sent by GET");
    }
    return Optional.of(new Template(option(BODY).orElse(DEFAULT_BODY)));
  }

  /**
   * The signature; empty if there is no secret. It covers the body only, so that neither the
   * recipient nor the text may be elsewhere in a signed request.
   */
  Optional<RequestSignature> signature() {
    boolean exposed =
        Stream.concat(url().stream(), headers().values().stream())
            .map(Template::source)
            .anyMatch(source -> Stream.of("{to}", "{text}", "{code}").anyMatch(source::contains));
    return require(
        option(SECRET).isEmpty() || !exposed,
        option(SECRET).map(RequestSignature::new),
        SECRET,
        "signs the body alone: {to}, {text} and {code} cannot stand in the URL or in a header");
  }

  Duration connectTimeout() {
    return timeout(CONNECT_TIMEOUT, "2s");
  }

  /** The timeout of the whole exchange. */
  Duration readTimeout() {
    return timeout(READ_TIMEOUT, "5s");
  }

  private Optional<String> option(String name) {
    return Optional.ofNullable(options.apply(name)).filter(text -> !text.isBlank());
  }

  private Duration timeout(String name, String defaultValue) {
    Matcher matcher = TIMEOUT.matcher(option(name).orElse(defaultValue).strip());
    Duration timeout = Duration.ZERO;
    if (matcher.matches()) {
      long count = Long.parseLong(matcher.group(1));
      timeout =
          matcher.group(2).equals("ms") ? Duration.ofMillis(count) : Duration.ofSeconds(count);
    }
    boolean valid = timeout.compareTo(Duration.ZERO) > 0 && timeout.compareTo(LONGEST_TIMEOUT) <= 0;
    return require(
        valid,
        timeout,
        name,
        "must be a time from 1ms to 60s, such as 500ms or 5s (without unit: seconds)");
  }

  private static Template checkedUrl(String url) {
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

  private static void put(SortedMap<String, Template> headers, String line) {
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

  static <T> T require(boolean valid, T value, String option, String requirement) {
    if (!valid) {
      throw new IllegalArgumentException("spi-sms-gateway--http--" + option + " " + requirement);
    }
    return value;
  }
}
