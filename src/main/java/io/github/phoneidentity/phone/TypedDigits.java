package io.github.phoneidentity.phone;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The only normaliser of typed digits, for phone numbers and for codes, so that every entrance
 * accepts the same.
 */
public final class TypedDigits {

  private static final int LONGEST_NUMBER = 255;
  private static final int LONGEST_TEXT = 4096;

  /** RFC 3966, section 3. */
  private static final String SCHEME = "tel:";

  private TypedDigits() {}

  /**
   * The digits of a typed phone number in ASCII, with a leading plus sign if one was typed before
   * the first digit.
   *
   * @param typed the typed number; null and more than {@value #LONGEST_NUMBER} characters give
   *     empty
   * @return the digits; empty if there are none, or if there is a character that is not common in
   *     numbers
   */
  public static Optional<String> number(@Nullable String typed) {
    if (typed == null || typed.length() > LONGEST_NUMBER) {
      return Optional.empty();
    }
    StringBuilder digits = new StringBuilder();
    for (int character : withoutScheme(visible(typed)).codePoints().toArray()) {
      switch (TypedCharacter.of(character)) {
        case DIGIT -> digits.append(Character.digit(character, 10));
        case PLUS -> {
          if (digits.length() > 0 && !digits.toString().equals("+")) {
            return Optional.empty();
          }
          digits.setLength(0);
          digits.append('+');
        }
        case OTHER, INVISIBLE -> {
          return Optional.empty();
        }
        default -> {}
      }
    }
    return Optional.of(digits.toString()).filter(plain -> !plain.isEmpty() && !plain.equals("+"));
  }

  /**
   * The first run of exactly {@code length} digits in a typed or pasted text, in ASCII. Single
   * spaces, hyphens and dots between digits belong to the run, so that neither a part of a longer
   * number nor a phone number is taken for a code.
   *
   * @param typed the text; null and more than {@value #LONGEST_TEXT} characters give empty
   * @return the code; empty if there is none
   */
  public static Optional<String> code(@Nullable String typed, int length) {
    if (typed == null || typed.length() > LONGEST_TEXT) {
      return Optional.empty();
    }
    StringBuilder run = new StringBuilder();
    boolean separated = true;
    for (int character : (visible(typed) + "\n").codePoints().toArray()) {
      TypedCharacter kind = TypedCharacter.of(character);
      boolean separator =
          kind == TypedCharacter.SPACE
              || kind == TypedCharacter.HYPHEN
              || kind == TypedCharacter.DOT;
      if (kind == TypedCharacter.DIGIT) {
        run.append(Character.digit(character, 10));
        separated = false;
      } else if (separator && !separated) {
        separated = true;
      } else if (run.length() == length) {
        return Optional.of(run.toString());
      } else {
        run.setLength(0);
        separated = true;
      }
    }
    return Optional.empty();
  }

  private static String visible(String typed) {
    StringBuilder visible = new StringBuilder(typed.length());
    typed
        .codePoints()
        .filter(character -> TypedCharacter.of(character) != TypedCharacter.INVISIBLE)
        .forEach(visible::appendCodePoint);
    return visible.toString();
  }

  private static String withoutScheme(String visible) {
    String text = visible.strip();
    return text.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
        ? text.substring(SCHEME.length())
        : text;
  }
}
