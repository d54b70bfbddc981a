package io.github.phoneidentity.phone;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A text that may depend on the country of a number, such as {@code
 * KR=0212345678,US|CA=+12025550123}: entries with commas between them, each of ISO 3166-1 alpha-2
 * codes with {@code |} between them, an equals sign and the text. {@code *} is every other country.
 * Without an equals sign it is one text for every country.
 */
public final class ByRegion {

  /** Stands for every country that has no entry. */
  public static final String OTHERS = "*";

  private static final Pattern COMMA = Pattern.compile(",");
  private static final Pattern BAR = Pattern.compile("\\|");

  private final Map<String, String> texts;

  private ByRegion(Map<String, String> texts) {
    this.texts = texts;
  }

  /**
   * Reads a text; blank is none for any country.
   *
   * @throws IllegalArgumentException with the reason, as a phrase that follows the name of an
   *     option
   */
  public static ByRegion of(String typed) {
    Map<String, String> texts = new LinkedHashMap<>();
    if (typed.contains("=")) {
      for (String entry : COMMA.split(typed, -1)) {
        put(texts, entry.strip());
      }
    } else if (!typed.isBlank()) {
      texts.put(OTHERS, typed.strip());
    }
    return new ByRegion(texts);
  }

  private static void put(Map<String, String> texts, String entry) {
    int equals = entry.indexOf('=');
    String text = entry.substring(equals + 1).strip();
    require(equals > 0 && !text.isEmpty(), "must have entries such as KR=…, not '%s'", entry);
    for (String code : BAR.split(entry.substring(0, equals), -1)) {
      String region = code.strip().toUpperCase(Locale.ROOT);
      require(
          region.equals(OTHERS) || PhoneNumberParser.isRegion(region),
          "names '%s', which is no ISO 3166 country code",
          region);
      require(texts.putIfAbsent(region, text) == null, "has two entries for '%s'", region);
    }
  }

  private static void require(boolean valid, String reason, String part) {
    if (!valid) {
      throw new IllegalArgumentException(reason.formatted(part));
    }
  }

  /** The text for the country of the number; empty if it has none. */
  public Optional<String> of(PhoneNumber number) {
    String others = texts.get(OTHERS);
    // A text for every country is found without the numbering plans.
    return Optional.ofNullable(
        Set.of(OTHERS).containsAll(texts.keySet())
            ? others
            : texts.getOrDefault(PhoneNumberParser.region(number), others));
  }

  /** The countries that have a text of their own, and {@link #OTHERS} if all others have one. */
  public Set<String> regions() {
    return texts.keySet();
  }

  /** The different texts, in their order. */
  public Set<String> texts() {
    return texts.values().stream().collect(Collectors.toCollection(LinkedHashSet::new));
  }
}
