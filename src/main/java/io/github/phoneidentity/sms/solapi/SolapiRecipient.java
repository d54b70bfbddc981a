package io.github.phoneidentity.sms.solapi;

import io.github.phoneidentity.phone.PhoneNumber;
import io.github.phoneidentity.phone.PhoneNumberParser;
import java.util.Optional;

/**
 * A number as SOLAPI takes it: in Korea in its national form, elsewhere without its country code.
 *
 * @param country the country calling code; for the countries of North America's plan outside of the
 *     United States and Canada with the area code, such as 1441 for Bermuda
 * @param to digits alone
 */
record SolapiRecipient(String country, String to) {

  static final String KOREA = "82";

  private static final String NORTH_AMERICA = "1";
  private static final int LENGTH_WITH_AREA = 4;

  /** The recipient; empty if the number is of no country. */
  static Optional<SolapiRecipient> of(PhoneNumber number) {
    return PhoneNumberParser.callingCode(number)
        .map(
            country -> {
              if (country.equals(KOREA)) {
                return new SolapiRecipient(
                    KOREA, PhoneNumberParser.nationalDigits(number).orElseThrow());
              }
              String digits = number.e164().substring(1);
              int length = hasAreaInCountry(country, number) ? LENGTH_WITH_AREA : country.length();
              return new SolapiRecipient(digits.substring(0, length), digits.substring(length));
            });
  }

  boolean isKorean() {
    return country.equals(KOREA);
  }

  private static boolean hasAreaInCountry(String country, PhoneNumber number) {
    String region = PhoneNumberParser.region(number);
    return country.equals(NORTH_AMERICA) && !region.equals("US") && !region.equals("CA");
  }
}
