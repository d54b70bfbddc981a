package io.github.phoneidentity.sms.client;

import io.github.phoneidentity.phone.ByRegion;
import io.github.phoneidentity.sms.SmsGateways;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the server options of one gateway. An invalid value throws {@link
 * IllegalArgumentException}, with a message that names the option and contains no secret.
 */
public final class GatewayOptions {

  /** The name of the option for the connection alone. */
  public static final String CONNECT_TIMEOUT = "connect-timeout";

  /** The name of the option for the whole exchange. */
  public static final String READ_TIMEOUT = "read-timeout";

  static final String DEFAULT_CONNECT_TIMEOUT = "2s";
  static final String DEFAULT_READ_TIMEOUT = "5s";

  /**
   * The maximum of each timeout: connecting and reading together must not exceed {@link
   * SmsGateways#LONGEST_SEND}.
   */
  private static final Duration LONGEST_TIMEOUT = SmsGateways.LONGEST_SEND.dividedBy(2);

  private static final Pattern FLAG = Pattern.compile("true|false");
  private static final Pattern TIMEOUT = Pattern.compile("([0-9]{1,6})(ms|s|)");

  private final String id;
  private final UnaryOperator<String> options;

  /**
   * @param id the provider id of the gateway
   * @param options returns the value of an option by its name; null if it is not set
   */
  public GatewayOptions(String id, UnaryOperator<String> options) {
    this.id = id;
    this.options = options;
  }

  /** The value as it was typed; empty if it is not set or blank. */
  public Optional<String> get(String name) {
    return Optional.ofNullable(options.apply(name)).filter(text -> !text.isBlank());
  }

  /** The value without white space around it, which must match the pattern; empty if not set. */
  public Optional<String> get(String name, Pattern pattern, String requirement) {
    Optional<String> value = get(name).map(String::strip);
    return require(
        value.map(text -> pattern.matcher(text).matches()).orElse(true), value, name, requirement);
  }

  /** A value that may depend on the country, each text of which must match the pattern. */
  public ByRegion byRegion(String name, Pattern pattern, String requirement) {
    ByRegion texts;
    try {
      texts = ByRegion.of(get(name).orElse(""));
    } catch (IllegalArgumentException e) {
      // Without its cause, so that only what is known to hold no secret is printed.
      throw new IllegalArgumentException(fullName(name) + " " + e.getMessage());
    }
    return require(
        texts.texts().stream().allMatch(text -> pattern.matcher(text).matches()),
        texts,
        name,
        requirement);
  }

  /** An http or https URL, without a slash at its end. */
  public URI url(String name, String defaultValue) {
    String typed = get(name).orElse(defaultValue).strip();
    URI url;
    try {
      url = URI.create(typed.endsWith("/") ? typed.substring(0, typed.length() - 1) : typed);
    } catch (IllegalArgumentException e) {
      // The exception contains the value.
      url = URI.create("");
    }
    return require(
        Set.of("http", "https").contains(String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT))
            && url.getHost() != null
            && url.getUserInfo() == null
            && url.getQuery() == null
            && url.getFragment() == null,
        url,
        name,
        "must be an http or https URL without user name and query");
  }

  /** Whether an option is set to true; false is the default. */
  public boolean flag(String name) {
    return Boolean.parseBoolean(
        get(name, FLAG, "must be true or false").orElse(Boolean.toString(false)));
  }

  /** The timeout of the connection alone. */
  public Duration connectTimeout() {
    return timeout(CONNECT_TIMEOUT, DEFAULT_CONNECT_TIMEOUT);
  }

  /** The timeout of the whole exchange. */
  public Duration readTimeout() {
    return timeout(READ_TIMEOUT, DEFAULT_READ_TIMEOUT);
  }

  /** Whether both options are set; one without the other is invalid. */
  public boolean both(String first, String second) {
    boolean isSet = get(first).isPresent();
    return require(isSet == get(second).isPresent(), isSet, first, "goes with " + second);
  }

  /** The mandatory options that are not set, with their full names and commas between them. */
  public Optional<String> missing(String... mandatory) {
    List<String> missing =
        List.of(mandatory).stream()
            .filter(name -> get(name).isEmpty())
            .map(this::fullName)
            .toList();
    return missing.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", missing));
  }

  /** Returns {@code value} if it is valid. */
  public <T> T require(boolean valid, T value, String name, String requirement) {
    if (!valid) {
      throw new IllegalArgumentException(fullName(name) + " " + requirement);
    }
    return value;
  }

  private Duration timeout(String name, String defaultValue) {
    Matcher matcher = TIMEOUT.matcher(get(name).orElse(defaultValue).strip());
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

  private String fullName(String name) {
    return "spi-sms-gateway--" + id + "--" + name;
  }
}
