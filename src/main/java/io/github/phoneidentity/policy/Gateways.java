package io.github.phoneidentity.policy;

import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.keycloak.provider.ProviderConfigProperty;

/**
 * A choice of SMS gateways. The default is a server option, so that the gateways of all realms are
 * configured once.
 */
record Gateways() implements OptionType<GatewayChoice> {

  /** The gateway of a server without the option. */
  static final String LOG = "log";

  private static final Pattern COMMA = Pattern.compile(",");

  /**
   * The value of server option {@code
   * spi-realm-restapi-extension--phone-identity--default-gateways}; {@code log} if it is not set.
   */
  @Override
  public GatewayChoice defaultValue() {
    String option = ExtensionOptions.scope().get(ExtensionOptions.DEFAULT_GATEWAYS, "").strip();
    return option.isEmpty() || problem(option).isPresent()
        ? GatewayChoice.of(LOG)
        : GatewayChoice.of(option);
  }

  @Override
  public String defaultText() {
    return defaultValue().toString();
  }

  @Override
  public String consoleType() {
    return ProviderConfigProperty.STRING_TYPE;
  }

  @Override
  public Optional<String> problem(String typed) {
    try {
      GatewayChoice.of(typed);
      return Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  @Override
  public GatewayChoice read(String typed) {
    return GatewayChoice.of(typed);
  }

  @Override
  public GatewayChoice fallback(String typed) {
    return valid(typed).orElseGet(this::defaultValue);
  }

  /**
   * The valid ids of a plain list; empty if there are none. Of a choice by country nothing is kept,
   * because a country could lose its gateway.
   */
  private Optional<GatewayChoice> valid(String typed) {
    if (typed.contains("=")) {
      return Optional.empty();
    }
    String entries =
        COMMA
            .splitAsStream(typed)
            .map(String::strip)
            .filter(entry -> problem(entry).isEmpty())
            .collect(Collectors.joining(","));
    return entries.isEmpty() ? Optional.empty() : Optional.of(GatewayChoice.of(entries));
  }
}
