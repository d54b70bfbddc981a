package io.github.phoneidentity.policy;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.keycloak.provider.ProviderConfigProperty;

/** One of the values of {@link LostNumber}. */
record LostNumberOption() implements OptionType<LostNumber> {

  @Override
  public LostNumber defaultValue() {
    return LostNumber.CONTACT;
  }

  @Override
  public String defaultText() {
    return defaultValue().toString();
  }

  @Override
  public String consoleType() {
    return ProviderConfigProperty.LIST_TYPE;
  }

  @Override
  public List<String> choices() {
    return Stream.of(LostNumber.values()).map(LostNumber::toString).toList();
  }

  @Override
  public Optional<String> problem(String typed) {
    return choices().contains(typed)
        ? Optional.empty()
        : Optional.of(
            "must be %s, not '%s'"
                .formatted(String.join(" or ", choices()), Abbreviation.of(typed)));
  }

  @Override
  public LostNumber read(String typed) {
    return Stream.of(LostNumber.values())
        .filter(value -> value.toString().equals(typed))
        .findFirst()
        .orElseThrow();
  }

  @Override
  public LostNumber fallback(String typed) {
    return defaultValue();
  }
}
