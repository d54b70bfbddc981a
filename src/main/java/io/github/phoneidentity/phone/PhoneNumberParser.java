package io.github.phoneidentity.phone;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberType;
import com.google.i18n.phonenumbers.Phonenumber;
import java.util.Locale;
import java.util.Optional;

/**
 * Turns what people type into the one canonical spelling of a telephone number, by the numbering
 * plans of libphonenumber.
 *
 * <p>The characters are looked at first: libphonenumber alone would read a number out of {@code
 * kim01012345678}.
 */
public final class PhoneNumberParser {

  private static final PhoneNumberUtil PLANS = PhoneNumberUtil.getInstance();
  private static final int LONGEST_TYPED = 64;
  private static final String PUNCTUATION = "-.()/";
  private static final int FULL_WIDTH_PLUS = '＋';
  private static final String NO_REGION = "ZZ";

  private PhoneNumberParser() {}

  /**
   * Reads a number as it was typed: digits of any width or script, {@code +}, spaces and {@code
   * -.()/}.
   *
   * @param typed what was typed; null and blank give empty
   * @param defaultRegion the ISO 3166 code of the country whose national spellings are understood,
   *     such as {@code KR}
   * @return the number, or empty if {@code typed} is no valid number
   */
  public static Optional<PhoneNumber> parse(String typed, String defaultRegion) {
    return plain(typed).flatMap(plain -> parsePlain(plain, defaultRegion));
  }

  /**
   * The ISO 3166 region of the number, e.g. {@code KR}; {@code 001} for the world's numbers, {@code
   * ZZ} for none.
   */
  public static String region(PhoneNumber number) {
    return planned(number).map(PLANS::getRegionCodeForNumber).orElse(NO_REGION);
  }

  /** The name of libphonenumber's {@link PhoneNumberType} of the number, e.g. {@code MOBILE}. */
  public static String type(PhoneNumber number) {
    return planned(number).map(PLANS::getNumberType).orElse(PhoneNumberType.UNKNOWN).name();
  }

  /** Whether {@code code} is the code of a country whose numbering plan is known, in capitals. */
  public static boolean isRegion(String code) {
    return PLANS.getSupportedRegions().contains(code);
  }

  /** Whether {@code name} is the name of one of libphonenumber's number types. */
  public static boolean isType(String name) {
    for (PhoneNumberType type : PhoneNumberType.values()) {
      if (type.name().equals(name)) {
        return true;
      }
    }
    return false;
  }

  /**
   * The typed characters with ASCII digits and plus, or empty if any other character is among them.
   */
  private static Optional<String> plain(String typed) {
    if (typed == null || typed.isBlank() || typed.length() > LONGEST_TYPED) {
      return Optional.empty();
    }
    StringBuilder plain = new StringBuilder(typed.length());
    for (int character : typed.codePoints().toArray()) {
      if (Character.isDigit(character)) {
        plain.append(Character.digit(character, 10));
      } else if (character == '+' || character == FULL_WIDTH_PLUS) {
        plain.append('+');
      } else if (Character.isSpaceChar(character) || character == '\t') {
        plain.append(' ');
      } else if (PUNCTUATION.indexOf(character) >= 0) {
        plain.appendCodePoint(character);
      } else {
        return Optional.empty();
      }
    }
    return Optional.of(plain.toString().strip());
  }

  private static Optional<PhoneNumber> parsePlain(String plain, String defaultRegion) {
    try {
      String region = defaultRegion == null ? NO_REGION : defaultRegion.toUpperCase(Locale.ROOT);
      Phonenumber.PhoneNumber parsed = PLANS.parse(plain, region);
      if (!PLANS.isValidNumber(parsed)) {
        return Optional.empty();
      }
      return PhoneNumber.ofE164(PLANS.format(parsed, PhoneNumberFormat.E164));
    } catch (NumberParseException e) {
      return Optional.empty();
    }
  }

  /** Empty for a country code that nobody has. */
  private static Optional<Phonenumber.PhoneNumber> planned(PhoneNumber number) {
    try {
      return Optional.of(PLANS.parse(number.e164(), NO_REGION));
    } catch (NumberParseException e) {
      return Optional.empty();
    }
  }
}
