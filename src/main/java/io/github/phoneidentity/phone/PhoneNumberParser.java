package io.github.phoneidentity.phone;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberType;
import com.google.i18n.phonenumbers.Phonenumber;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Parses typed phone numbers into their canonical form, by the numbering plans of libphonenumber.
 *
 * <p>The characters are checked first: libphonenumber alone would find a number in {@code
 * kim01012345678}.
 */
public final class PhoneNumberParser {

  private static final PhoneNumberUtil PLANS = PhoneNumberUtil.getInstance();
  private static final String NO_REGION = "ZZ";

  private PhoneNumberParser() {}

  /**
   * Parses a typed number. This method alone decides whether an identifier is a phone number.
   *
   * <p>A leading {@code 00} can stand for the plus sign. If it can also be the start of a carrier's
   * prefix and both interpretations are valid numbers, the result is empty: {@code 0081 90…} is a
   * Japanese number, or an American one with the prefix of a Korean carrier.
   *
   * @param typed digits of any width or script, plus signs, white space and the punctuation that is
   *     common in numbers; invisible characters and a leading {@code tel:} (RFC 3966, without
   *     parameters) are ignored; null and blank give empty
   * @param defaultRegion the ISO 3166-1 alpha-2 code of the country whose national format is
   *     accepted, such as {@code KR}; null for none
   * @return the number; empty if {@code typed} is not a valid number
   */
  public static Optional<PhoneNumber> parse(
      @Nullable String typed, @Nullable String defaultRegion) {
    String region = defaultRegion == null ? NO_REGION : defaultRegion.toUpperCase(Locale.ROOT);
    return TypedDigits.number(typed).flatMap(digits -> parseDigits(digits, region));
  }

  /**
   * Parses a number in E.164 format with its plus sign, regardless of today's numbering plans,
   * because a stored number may have been valid once.
   */
  public static Optional<PhoneNumber> parseE164(@Nullable String typed) {
    return TypedDigits.number(typed).flatMap(PhoneNumber::ofE164);
  }

  /**
   * Parses a number in E.164 format or with the zero of a national format, which may be missing in
   * today's numbering plans.
   *
   * @param defaultRegion as for {@link #parse}
   */
  public static Optional<PhoneNumber> parseFormer(
      @Nullable String typed, @Nullable String defaultRegion) {
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
    // A country code never starts with a zero, so such a plus sign is ignored.
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

  /** What is wrong with the length of a number that is not valid. */
  public enum WrongLength {
    TOO_SHORT,
    TOO_LONG
  }

  /**
   * What is wrong with the length of {@code typed}, if it is meant to be a mobile number.
   *
   * @param defaultRegion as for {@link #parse}
   * @return empty if its length is possible, or if it is no number at all
   */
  public static Optional<WrongLength> wrongLength(@Nullable String typed, String defaultRegion) {
    return TypedDigits.number(typed)
        .flatMap(digits -> wrongLengthOf(digits, defaultRegion.toUpperCase(Locale.ROOT)));
  }

  private static Optional<WrongLength> wrongLengthOf(String digits, String region) {
    try {
      return switch (PLANS.isPossibleNumberForTypeWithReason(
          PLANS.parse(digits, region), PhoneNumberType.MOBILE)) {
        case TOO_SHORT -> Optional.of(WrongLength.TOO_SHORT);
        case TOO_LONG -> Optional.of(WrongLength.TOO_LONG);
        default -> Optional.empty();
      };
    } catch (NumberParseException e) {
      return switch (e.getErrorType()) {
        case TOO_SHORT_NSN, TOO_SHORT_AFTER_IDD -> Optional.of(WrongLength.TOO_SHORT);
        case TOO_LONG -> Optional.of(WrongLength.TOO_LONG);
        default -> Optional.empty();
      };
    }
  }

  /**
   * The ISO 3166-1 alpha-2 region of the number, such as {@code KR}; {@code 001} for international
   * numbers, {@code ZZ} if it is unknown.
   */
  public static String region(PhoneNumber number) {
    return planned(number).map(PLANS::getRegionCodeForNumber).orElse(NO_REGION);
  }

  /** The country calling code of the number, such as {@code 82}; empty if it is unknown. */
  public static Optional<String> callingCode(PhoneNumber number) {
    return planned(number).map(planned -> String.valueOf(planned.getCountryCode()));
  }

  /** The digits by which the number is dialled in its country, such as {@code 01012345678}. */
  public static Optional<String> nationalDigits(PhoneNumber number) {
    return planned(number)
        .map(
            planned ->
                PhoneNumberUtil.normalizeDigitsOnly(
                    PLANS.format(planned, PhoneNumberFormat.NATIONAL)));
  }

  /**
   * The number as people write it: {@code 010-1234-5678} in its own country, {@code +82
   * 10-1234-5678} elsewhere.
   *
   * @param region the ISO 3166-1 alpha-2 code of the country whose numbers are in national format;
   *     null for none
   */
  public static String readable(PhoneNumber number, @Nullable String region) {
    PhoneNumberFormat format =
        region(number).equalsIgnoreCase(region)
            ? PhoneNumberFormat.NATIONAL
            : PhoneNumberFormat.INTERNATIONAL;
    return planned(number).map(planned -> PLANS.format(planned, format)).orElse(number.e164());
  }

  /**
   * A mobile number of a country in its national format, as an example for the user.
   *
   * @param region the ISO 3166-1 alpha-2 code of the country
   * @return the number; empty if the country's numbering plan is unknown
   */
  public static Optional<String> example(String region) {
    return Optional.ofNullable(
            PLANS.getExampleNumberForType(region.toUpperCase(Locale.ROOT), PhoneNumberType.MOBILE))
        .map(number -> PLANS.format(number, PhoneNumberFormat.NATIONAL));
  }

  /** The name of libphonenumber's {@link PhoneNumberType} of the number, such as {@code MOBILE}. */
  public static String type(PhoneNumber number) {
    return planned(number).map(PLANS::getNumberType).orElse(PhoneNumberType.UNKNOWN).name();
  }

  /** Whether {@code code}, in capitals, is the code of a country with a known numbering plan. */
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

  /** The number for libphonenumber; empty if no country has its country code. */
  private static Optional<Phonenumber.PhoneNumber> planned(PhoneNumber number) {
    try {
      return Optional.of(PLANS.parse(number.e164(), NO_REGION));
    } catch (NumberParseException e) {
      return Optional.empty();
    }
  }
}
