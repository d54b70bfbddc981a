package io.github.phoneidentity.phone;

import com.google.i18n.phonenumbers.PhoneNumberUtil;
import java.util.List;

/**
 * A country with a known numbering plan, as a page offers it.
 *
 * @param region the ISO 3166-1 alpha-2 code, such as {@code KR}
 * @param callingCode the country calling code, such as {@code 82}
 * @param example a mobile number in national format; empty if none is known
 */
public record PhoneCountry(String region, int callingCode, String example) {

  private static final List<PhoneCountry> ALL = read();

  private static List<PhoneCountry> read() {
    PhoneNumberUtil plans = PhoneNumberUtil.getInstance();
    return plans.getSupportedCallingCodes().stream()
        .sorted()
        .flatMap(
            code ->
                plans.getRegionCodesForCountryCode(code).stream()
                    .filter(PhoneNumberParser::isRegion)
                    .map(region -> of(region, code)))
        .toList();
  }

  private static PhoneCountry of(String region, int callingCode) {
    return new PhoneCountry(region, callingCode, PhoneNumberParser.example(region).orElse(""));
  }

  /**
   * The countries with a known numbering plan. Of those that share a calling code the main one is
   * first.
   */
  public static List<PhoneCountry> all() {
    return ALL;
  }
}
