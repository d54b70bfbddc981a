package io.github.phoneidentity.identity;

import io.github.phoneidentity.phone.PhoneNumberParser;
import io.github.phoneidentity.phone.TypedDigits;
import java.util.Optional;
import java.util.regex.Pattern;

/** The type of a typed identifier, which alone determines where its owner is looked up. */
public enum IdentifierType {
  EMAIL,
  PHONE,
  NAME;

  /** They are no punctuation of numbers, but a username may have them between its digits. */
  private static final Pattern UNDERSCORES = Pattern.compile("\\p{Pc}");

  /**
   * The type of an identifier: an e-mail if it contains {@code @}, also in its full-width form; a
   * phone if {@link PhoneNumberParser} reads it as a number; otherwise a name.
   *
   * @param defaultRegion ISO 3166 region of numbers in national form
   */
  public static IdentifierType of(String typed, String defaultRegion) {
    if (looksLikeEmail(typed)) {
      return EMAIL;
    }
    return PhoneNumberParser.parse(typed, defaultRegion).isPresent() ? PHONE : NAME;
  }

  /** Whether a name may be an e-mail address or a phone number of any country. */
  public static boolean mayBeContact(String name) {
    return looksLikeEmail(name) || digits(name).isPresent();
  }

  /**
   * The digits of a name that may be a phone number of any country. Text that consists only of
   * characters of numbers and underscores counts as a number.
   */
  public static Optional<String> digits(String name) {
    return TypedDigits.number(UNDERSCORES.matcher(name).replaceAll("-"));
  }

  static boolean looksLikeEmail(String typed) {
    return typed.indexOf('@') >= 0 || typed.indexOf('\uFF20') >= 0;
  }
}
