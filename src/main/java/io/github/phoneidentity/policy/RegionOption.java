package io.github.phoneidentity.policy;

import io.github.phoneidentity.phone.PhoneNumberParser;
import java.util.Locale;
import java.util.Optional;
import org.keycloak.provider.ProviderConfigProperty;

/** An ISO 3166-1 alpha-2 country code with a known numbering plan, in upper or lower case. */
record RegionOption(String defaultValue) implements OptionType<String> {

  @Override
  public String defaultText() {
    return defaultValue;
  }

  @Override
  public String consoleType() {
    return ProviderConfigProperty.STRING_TYPE;
  }

  @Override
  public Optional<String> problem(String typed) {
    return PhoneNumberParser.isRegion(read(typed))
        ? Optional.empty()
        : Optional.of(
            "must be an ISO 3166 country code such as KR, not '%s'"
                .formatted(Abbreviation.of(typed)));
  }

  @Override
  public String read(String typed) {
    return typed.toUpperCase(Locale.ROOT);
  }

  @Override
  public String fallback(String typed) {
    return defaultValue;
  }
}
