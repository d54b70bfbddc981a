package io.github.phoneidentity.identity;

import io.github.phoneidentity.phone.PhoneNumberParser;
import io.github.phoneidentity.phone.TypedDigits;

/** What a typed identifier looks like. Its form alone decides where its owner is looked for. */
public enum IdentifierType {
  EMAIL,
  PHONE,
  NAME;

  /**
   * The form of what was typed. Whatever contains {@code @}, in its full-width form too, looks like
   * an e-mail; whatever {@link PhoneNumberParser} reads as a number looks like a phone.
   *
   * @param defaultRegion ISO 3166 region of numbers in national form
   */
  public static IdentifierType of(String typed, String defaultRegion) {
    if (looksLikeEmail(typed)) {
      return EMAIL;
    }
    return PhoneNumberParser.parse(typed, defaultRegion).isPresent() ? PHONE : NAME;
  }

  /**
   * Whether a name may be an e-mail address, or a telephone number of any country: what has but the
   * characters of numbers is taken for one.
   */
  public static boolean mayBeContact(String name) {
    return looksLikeEmail(name) || TypedDigits.number(name).isPresent();
  }

  static boolean looksLikeEmail(String typed) {
    return typed.indexOf('@') >= 0 || typed.indexOf('\uFF20') >= 0;
  }
}
