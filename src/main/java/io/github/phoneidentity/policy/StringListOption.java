package io.github.phoneidentity.policy;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.keycloak.provider.ProviderConfigProperty;

/**
 * A list of distinct strings, separated by commas.
 *
 * @param defaultValue the default; may be empty
 * @param upperCase whether the values are case-insensitive and converted to upper case
 * @param valid whether a string is a valid element
 * @param requirement the valid elements, as a phrase that follows "must be"
 * @param fallbackIfEmpty the value to use if no element is valid
 */
record StringListOption(
    List<String> defaultValue,
    boolean upperCase,
    Predicate<String> valid,
    String requirement,
    List<String> fallbackIfEmpty)
    implements OptionType<List<String>> {

  @Override
  public String defaultText() {
    return String.join(",", defaultValue);
  }

  @Override
  public String consoleType() {
    return ProviderConfigProperty.STRING_TYPE;
  }

  @Override
  public Optional<String> problem(String typed) {
    return split(typed)
        .filter(element -> !valid.test(normalized(element)))
        .findFirst()
        .map(
            element ->
                "must be %s with commas between them, not '%s'"
                    .formatted(requirement, Abbreviation.of(element)))
        .or(
            () ->
                split(typed).findAny().isEmpty()
                    ? Optional.of("holds only commas")
                    : Optional.empty());
  }

  @Override
  public List<String> read(String typed) {
    return split(typed).map(this::normalized).distinct().toList();
  }

  /** The valid elements, so that the value never allows more than was configured. */
  @Override
  public List<String> fallback(String typed) {
    List<String> known = read(typed).stream().filter(valid).toList();
    return known.isEmpty() ? fallbackIfEmpty : known;
  }

  private String normalized(String element) {
    return upperCase ? element.toUpperCase(Locale.ROOT) : element;
  }

  private static Stream<String> split(String typed) {
    return Stream.of(typed.split(",")).map(String::strip).filter(element -> !element.isEmpty());
  }
}
