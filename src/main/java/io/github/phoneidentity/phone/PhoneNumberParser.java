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
  private static final String NO_REGION = "ZZ";

  private PhoneNumberParser() {}

  /**
   * Reads a number as it was typed. This is the one decision whether something looks like a phone.
   *
   * <p>A leading {@code 00} may stand for the plus sign. Where it may also be the beginning of a
   * carrier's prefix and both readings are valid numbers, it is none: {@code 0081 90…} is Japanese,
   * and American behind one of Korea's carriers.
   *
   * @param typed digits of any width or script, plus signs, white space and the punctuation that
   *     people put into numbers; invisible characters and {@code tel:} in front (RFC 3966, without
   *     parameters) do not count; null and blank give empty
   * @param defaultRegion the ISO 3166 code of the country whose national spellings are understood,
   *     such as {@code KR}; null for none
   * @return the number, or empty if {@code typed} is no valid number
   */
  public static Optional<PhoneNumber> parse(String typed, String defaultRegion) {
    String region = defaultRegion == null ? NO_REGION : defaultRegion.toUpperCase(Locale.ROOT);
    return TypedDigits.number(typed).flatMap(digits -> parseDigits(digits, region));
  }

  /**
   * A number that is written out in E.164, plus sign and all, whatever today's numbering plans say:
   * what is on file may have been a number once.
   */
  public static Optional<PhoneNumber> parseE164(String typed) {
    return TypedDigits.number(typed).flatMap(PhoneNumber::ofE164);
  }

  /**
   * A number as it was typed, in E.164 or with the zero of a national form, which today's numbering
   * plans need not know.
   *
   * @param defaultRegion as for {@link #parse}
   */
  public static Optional<PhoneNumber> parseFormer(String typed, String defaultRegion) {
    String region = defaultRegion == null ? NO_REGION : defaultRegion.toUpperCase(Locale.ROOT);
    return parse(typed, defaultRegion)
        .or(() -> parseE164(typed))
        .or(
            () ->
                TypedDigits.number(typed)
                    .filter(digits -> digits.startsWith("0"))
                    .flatMap(digits -> former(digits, region)));
  }

  private static Optional<PhoneNumber> former(String digits, String region) {
    try {
      Phonenumber.PhoneNumber parsed = PLANS.parse(digits, region);
      return PLANS.isPossibleNumber(parsed)
          ? PhoneNumber.ofE164(PLANS.format(parsed, PhoneNumberFormat.E164))
          : Optional.empty();
    } catch (NumberParseException e) {
      return Optional.empty();
    }
  }

  private static Optional<PhoneNumber> parseDigits(String digits, String region) {
    // No country's code begins with a zero, so such a plus sign says nothing.
    String plain = digits.startsWith("+0") ? digits.substring(1) : digits;
    Optional<PhoneNumber> dialled = valid(plain, region);
    if (!plain.startsWith("00")) {
      return dialled;
    }
    Optional<PhoneNumber> international = valid("+" + plain.substring(2), NO_REGION);
    if (dialled.isPresent() && international.isPresent()) {
      return dialled.filter(international.get()::equals);
    }
    return dialled.or(() -> international);
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

  private static Optional<PhoneNumber> valid(String digits, String region) {
    try {
      Phonenumber.PhoneNumber parsed = PLANS.parse(digits, region);
      return PLANS.isValidNumber(parsed)
          ? PhoneNumber.ofE164(PLANS.format(parsed, PhoneNumberFormat.E164))
          : Optional.empty();
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
