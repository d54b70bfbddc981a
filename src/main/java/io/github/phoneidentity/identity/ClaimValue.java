package io.github.phoneidentity.identity;

import io.github.phoneidentity.phone.PhoneNumberParser;
import java.util.Optional;

/**
 * A value that a user can own: how it is stored, and the key by which it is unique in its realm.
 *
 * @param kind what is owned
 * @param canonical the attribute's value
 * @param key the unique key, at most {@value #MAX_KEY_LENGTH} characters
 */
public record ClaimValue(ClaimKind kind, String canonical, String key) {

  /** The longest key that the claim table holds. */
  public static final int MAX_KEY_LENGTH = 255;

  /** Whether an attribute that holds {@code value} still gives the key that was claimed for it. */
  public static boolean isHeld(ClaimKind kind, String key, String value) {
    return switch (kind) {
      case phone -> key.equals(value);
      case nickname -> value != null && key.equals(Nickname.key(value));
    };
  }

  /**
   * Reads a value in any spelling, also one that can no longer be owned but may be on file: a
   * number that the numbering plans do not know any more.
   *
   * @param defaultRegion ISO 3166 region of numbers in national form
   */
  public static Optional<ClaimValue> parseStored(
      ClaimKind kind, String typed, String defaultRegion) {
    Optional<ClaimValue> value = parse(kind, typed, defaultRegion);
    return value.isPresent() || kind != ClaimKind.phone
        ? value
        : PhoneNumberParser.parseFormer(typed, defaultRegion)
            .map(number -> new ClaimValue(kind, number.e164(), number.e164()));
  }

  /**
   * Reads a value in any spelling.
   *
   * @param defaultRegion ISO 3166 region of numbers in national form
   * @return empty for what cannot be owned: no valid number, a blank or too long nickname, or one
   *     that no database takes
   */
  public static Optional<ClaimValue> parse(ClaimKind kind, String typed, String defaultRegion) {
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
