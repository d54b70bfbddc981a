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
    return option.isEmpty()
        ? GatewayChoice.of(LOG)
        : valid(option).orElseGet(() -> GatewayChoice.of(LOG));
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

  /** The valid entries of a list; empty if there are none. */
  private Optional<GatewayChoice> valid(String typed) {
    // Without its country, an entry would be for every one.
    boolean byCountry = typed.contains("=");
    String entries =
        COMMA
            .splitAsStream(typed)
            .map(String::strip)
            .filter(entry -> problem(entry).isEmpty() && entry.contains("=") == byCountry)
            .collect(Collectors.joining(","));
    return entries.isEmpty() || problem(entries).isPresent()
        ? Optional.empty()
        : Optional.of(GatewayChoice.of(entries));
  }
}
