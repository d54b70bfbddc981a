package io.github.phoneidentity.policy;

import java.util.Optional;
import org.keycloak.provider.ProviderConfigProperty;

/** A value that is true or false. */
record BooleanOption(Boolean defaultValue) implements OptionType<Boolean> {

  @Override
  public String defaultText() {
    return defaultValue.toString();
  }

  @Override
  public String consoleType() {
    return ProviderConfigProperty.BOOLEAN_TYPE;
  }

  @Override
  public Optional<String> problem(String typed) {
    return typed.equals("true") || typed.equals("false")
        ? Optional.empty()
        : Optional.of("must be true or false, not '%s'".formatted(Abbreviation.of(typed)));
  }

  @Override
  public Boolean read(String typed) {
    return Boolean.valueOf(typed);
  }

  @Override
  public Boolean fallback(String typed) {
    return defaultValue;
  }
}
