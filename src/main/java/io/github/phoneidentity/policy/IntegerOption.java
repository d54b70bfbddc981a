package io.github.phoneidentity.policy;

import java.math.BigInteger;
import java.util.Optional;
import java.util.regex.Pattern;
import org.keycloak.provider.ProviderConfigProperty;

/**
 * An integer between two bounds, inclusive.
 *
 * @param stricter which of two values is stricter
 */
record IntegerOption(int least, int most, Integer defaultValue, Stricter stricter)
    implements OptionType<Integer> {

  /** Which of two values is stricter, and replaces a value that is out of bounds. */
  enum Stricter {
    LOWER,
    HIGHER,
    /** As {@link #LOWER}, but zero means no limit. */
    LOWER_BUT_ZERO
  }

  private static final Pattern NUMBER = Pattern.compile("[+-]?[0-9]+");

  @Override
  public String defaultText() {
    return defaultValue.toString();
  }

  @Override
  public String consoleType() {
    return ProviderConfigProperty.STRING_TYPE;
  }

  @Override
  public Optional<String> problem(String typed) {
    boolean valid =
        NUMBER.matcher(typed).matches()
            && new BigInteger(typed).equals(BigInteger.valueOf(nearest(typed)));
    return valid
        ? Optional.empty()
        : Optional.of(
            "must be a whole number from %d to %d, not '%s'"
                .formatted(least, most, Abbreviation.of(typed)));
  }

  @Override
  public Integer read(String typed) {
    return Integer.parseInt(typed);
  }

  @Override
  public Integer fallback(String typed) {
    if (!NUMBER.matcher(typed).matches()) {
      return defaultValue;
    }
    int nearest = nearest(typed);
    return switch (stricter) {
      case LOWER -> Math.min(nearest, defaultValue);
      case HIGHER -> Math.max(nearest, defaultValue);
      case LOWER_BUT_ZERO ->
          nearest == 0 || defaultValue == 0
              ? Math.max(nearest, defaultValue)
              : Math.min(nearest, defaultValue);
    };
  }

  private int nearest(String typed) {
    return new BigInteger(typed)
        .max(BigInteger.valueOf(least))
        .min(BigInteger.valueOf(most))
        .intValueExact();
  }
}
