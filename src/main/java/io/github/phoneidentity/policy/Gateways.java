package io.github.phoneidentity.policy;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Ids of SMS gateways, in the order of failover. The default is a server option, so that the
 * gateways of all realms are configured once.
 */
record Gateways() implements OptionType<List<String>> {

  /** The gateway of a server without the option. */
  static final String LOG = "log";

  private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");
  private static final StringListOption IDS =
      new StringListOption(
          List.of(LOG),
          false,
          id -> ID.matcher(id).matches(),
          "gateway ids such as http",
          List.of(LOG));

  /**
   * The value of server option {@code
   * spi-realm-restapi-extension--phone-identity--default-gateways}; {@code log} if it is not set.
   */
  @Override
  public List<String> defaultValue() {
    String option = ExtensionOptions.scope().get(ExtensionOptions.DEFAULT_GATEWAYS, "");
    return option.isBlank() ? IDS.defaultValue() : IDS.fallback(option.strip());
  }

  @Override
  public String defaultText() {
    return String.join(",", defaultValue());
  }

  @Override
  public String consoleType() {
    return IDS.consoleType();
  }

  @Override
  public Optional<String> problem(String typed) {
    return IDS.problem(typed);
  }

  @Override
  public List<String> read(String typed) {
    return IDS.read(typed);
  }

  /** The valid ids; the default if there are none. */
  @Override
  public List<String> fallback(String typed) {
    List<String> known = IDS.read(typed).stream().filter(id -> IDS.valid().test(id)).toList();
    return known.isEmpty() ? defaultValue() : known;
  }
}
