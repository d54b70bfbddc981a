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
 * @param preset the default; may be empty
 * @param capitals whether the values are case-insensitive and converted to upper case
 * @param valid whether a string is a valid element
 * @param demand the valid elements, as a phrase that follows "must be"
 * @param insteadOfNone the value to use if no element is valid
 */
record StringListOption(
    List<String> preset,
    boolean capitals,
    Predicate<String> valid,
    String demand,
    List<String> insteadOfNone)
    implements OptionType<List<String>> {

  @Override
  public String presetText() {
    return String.join(",", preset);
  }

  @Override
  public String consoleType() {
    return ProviderConfigProperty.STRING_TYPE;
  }

  @Override
  public Optional<String> problem(String typed) {
    return split(typed)
        .filter(word -> !valid.test(spelled(word)))
        .findFirst()
        .map(
            word ->
                "must be %s with commas between them, not '%s'".formatted(demand, Shown.of(word)))
        .or(
            () ->
                split(typed).findAny().isEmpty()
                    ? Optional.of("holds only commas")
                    : Optional.empty());
  }

  @Override
  public List<String> read(String typed) {
    return split(typed).map(this::spelled).distinct().toList();
  }

  /** The valid elements, so that the value never allows more than was configured. */
  @Override
  public List<String> insteadOf(String typed) {
    List<String> known = read(typed).stream().filter(valid).toList();
    return known.isEmpty() ? insteadOfNone : known;
  }

  private String spelled(String word) {
    return capitals ? word.toUpperCase(Locale.ROOT) : word;
  }

  private static Stream<String> split(String typed) {
    return Stream.of(typed.split(",")).map(String::strip).filter(word -> !word.isEmpty());
  }
}
