package io.github.phoneidentity.identity;

import io.github.phoneidentity.phone.PhoneNumberParser;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A value that a user can own, in its canonical form and with the key by which it is unique in its
 * realm.
 *
 * @param kind the kind of the value
 * @param canonical the value as the user attribute stores it
 * @param key the unique key, at most {@value #MAX_KEY_LENGTH} characters
 */
public record ClaimValue(ClaimKind kind, String canonical, String key) {

  /** The longest key that the claim table holds. */
  public static final int MAX_KEY_LENGTH = 255;

  /**
   * Whether an attribute still holds the value that was claimed by {@code key}.
   *
   * @param value the current value of the attribute, or null
   */
  public static boolean isHeld(ClaimKind kind, String key, @Nullable String value) {
    return switch (kind) {
      case phone -> key.equals(value);
      case nickname -> value != null && key.equals(Nickname.key(value));
    };
  }

  /** Whether two texts are one nickname. */
  public static boolean isSameNickname(String one, String other) {
    return Nickname.key(one).equals(Nickname.key(other));
  }

  /**
   * Parses a value in any spelling, including stored numbers that can no longer be owned because
   * the numbering plans have changed.
   *
   * @param typed the value, or null
   * @param defaultRegion ISO 3166 region of numbers in national form
   */
  public static Optional<ClaimValue> parseStored(
      ClaimKind kind, @Nullable String typed, String defaultRegion) {
    Optional<ClaimValue> value = parse(kind, typed, defaultRegion);
    return value.isPresent() || kind != ClaimKind.phone
        ? value
        : PhoneNumberParser.parseFormer(typed, defaultRegion)
            .map(number -> new ClaimValue(kind, number.e164(), number.e164()));
  }

  /**
   * Parses a value in any spelling.
   *
   * @param typed the value, or null
   * @param defaultRegion ISO 3166 region of numbers in national form
   * @return empty if it cannot be owned: null, an invalid number, a nickname that is blank or too
   *     long, or text that no database stores
   */
  public static Optional<ClaimValue> parse(
      ClaimKind kind, @Nullable String typed, String defaultRegion) {
    if (typed == null || typed.isBlank() || !StorableText.isStorable(typed)) {
      return Optional.empty();
    }
    return switch (kind) {
      case phone ->
          PhoneNumberParser.parse(typed, defaultRegion)
              .map(number -> new ClaimValue(kind, number.e164(), number.e164()));
      case nickname ->
          Optional.of(new ClaimValue(kind, Nickname.canonical(typed), Nickname.key(typed)))
              .filter(
                  value ->
                      value.key.length() <= MAX_KEY_LENGTH
                          && value.canonical.length() <= MAX_KEY_LENGTH);
    };
  }
}
