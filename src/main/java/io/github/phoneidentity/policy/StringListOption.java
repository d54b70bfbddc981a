package io.github.phoneidentity.policy;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.keycloak.provider.ProviderConfigProperty;

/**
 * Several words with commas between them, in their order, each of them once.
 *
 * @param preset the default; may be empty
 * @param capitals whether case does not matter and the values are in capitals
 * @param valid which words are known
 * @param demand what a word must be, in words that follow "must be"
 * @param insteadOfNone what stands in when no word of the typed ones is valid
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

  /** The valid ones among the words: never more than was asked for. */
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
