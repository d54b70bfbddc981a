package io.github.phoneidentity.phone;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class PhoneNumberParserTest {

  @ParameterizedTest
  @CsvSource({
    // National
    "01012345678, KR, +821012345678",
    "010-1234-5678, KR, +821012345678",
    "010 1234 5678, KR, +821012345678",
    "(010) 1234.5678, KR, +821012345678",
    "010/1234/5678, KR, +821012345678",
    "1012345678, KR, +821012345678",
    "01012345678, kr, +821012345678",
    "(650) 253-0000, US, +16502530000",
    "06 12 34 56 78, FR, +33612345678",
    // International
    "+821012345678, KR, +821012345678",
    "+82 10-1234-5678, US, +821012345678",
    "+82 (0)10-1234-5678, KR, +821012345678",
    "+82 010 1234 5678, KR, +821012345678",
    "821012345678, KR, +821012345678",
    "'  +821012345678  ', KR, +821012345678",
    "+1 650 253 0000, KR, +16502530000",
    "+39 312 345 6789, KR, +393123456789",
    "+800 1234 5678, KR, +80012345678",
    // With the prefix that is dialled for abroad: a carrier's in Korea, 00 in France
    "001-82-10-1234-5678, KR, +821012345678",
    "00700 82 10 1234 5678, KR, +821012345678",
    "0082 10 1234 5678, FR, +821012345678",
    // Digits of other widths and scripts
    "０１０－1234－5678, KR, +821012345678",
    "０１０-１２３４-５６７８, KR, +821012345678",
    "＋８２ １０ １２３４ ５６７８, KR, +821012345678",
    "٠١٠١٢٣٤٥٦٧٨, KR, +821012345678",
    "०१०-१२३४-५६७८, KR, +821012345678",
    "𝟎𝟏𝟎𝟏𝟐𝟑𝟒𝟓𝟔𝟕𝟖, KR, +821012345678",
    // Punctuation as devices write it
    "０１０－１２３４－５６７８, KR, +821012345678",
    "010–1234—5678, KR, +821012345678",
    "010‐1234‑5678, KR, +821012345678",
    "010−1234‒5678, KR, +821012345678",
    "010―1234﹣5678, KR, +821012345678",
    "010ー1234ｰ5678, KR, +821012345678",
    "（010）1234－5678, KR, +821012345678",
    "[010] 1234 5678, KR, +821012345678",
    "【010】1234〕5678, KR, +821012345678",
    "［010］1234・5678, KR, +821012345678",
    "010·1234･5678, KR, +821012345678",
    "010．1234。5678, KR, +821012345678",
    "010ㆍ1234•5678, KR, +821012345678",
    "010~1234～5678, KR, +821012345678",
    "010〜1234∼5678, KR, +821012345678",
    "010／1234⁄5678, KR, +821012345678",
    "(+82) 10-1234-5678, KR, +821012345678",
    "++82 10 1234 5678, KR, +821012345678",
    "﹢82 10 1234 5678, KR, +821012345678",
    "+010-1234-5678, KR, +821012345678",
    // Invisible characters, as contact apps copy them
    "'\u202A+82 10-1234-5678\u202C', KR, +821012345678",
    "'\u2066010-1234-5678\u2069', KR, +821012345678",
    "'\u2068\u200E010\u200F1234\u061C5678\u2069', KR, +821012345678",
    "'\uFEFF010\u200B1234\u200C5678\u200D\u2060', KR, +821012345678",
    "'0\uFE0F1\uFE0F0\u00AD1234\u00AD5678\uDB40\uDD00', KR, +821012345678",
    "'\u202A\u202A010\u202C\u3000\u00A01234\u202F5678\n', KR, +821012345678",
    // With the scheme of RFC 3966, without parameters
    "tel:+821012345678, KR, +821012345678",
    "TEL:+82-10-1234-5678, KR, +821012345678",
    "' \u202Atel:010-1234-5678', KR, +821012345678",
    "tel:+82-10-1234-5678;ext=5, KR,",
    "tel:010-1234-5678;phone-context=+82, KR,",
    "tel:tel:+821012345678, KR,",
    "tel:, KR,",
    "telephone:01012345678, KR,",
    // 00 for the plus sign
    "0082 10 1234 5678, KR, +821012345678",
    "００８２－１０－１２３４－５６７８, KR, +821012345678",
    "0049 1512 3456789, KR, +4915123456789",
    "0082 10 1234 5678, , +821012345678",
    "0081 90 1234 5678, FR, +819012345678",
    "+0082 10 1234 5678, KR, +821012345678",
    // Japanese, or American behind the carrier code 008
    "0081 650 253 0000, KR, +16502530000",
    "0081 90-1234-5678, KR,",
    "0081 2025550123, KR,",
    // What libphonenumber converts
    "+54 11 15 2345 6789, KR, +5491123456789",
    "011 15 2345-6789, AR, +5491123456789",
    // Landlines are numbers: the policy decides about them
    "02-123-4567, KR, +8221234567",
    // No numbers
    "kim01012345678, KR,",
    "01012345678kim, KR,",
    "1-800-FLOWERS, US,",
    "010-1234-5678 ext 5, KR,",
    "010-1234-5678;5, KR,",
    "010-123, KR,",
    "112, KR,",
    "+82, KR,",
    "+, KR,",
    "00000000000, KR,",
    "+999 1234 5678, KR,",
    "+1 650 253 00000000000, KR,",
    "010+12345678, KR,",
    "'010,1234,5678', KR,",
    "010_1234_5678, KR,",
    "010@1234, KR,",
    "-.()/, KR,",
    "👍, KR,",
    "０１０一1234一5678, KR,",
    "010ㅡ1234ㅡ5678, KR,",
    "①⓪①②③④⑤⑥⑦⑧, KR,",
    "\u3164010-1234-5678, KR,",
    "‚010 1234 5678, KR,",
    "010-1234-5678#, KR,",
    "'010-1234-5678,,5', KR,",
    "01012345678, ZZ,",
    "01012345678, ,",
  })
  void readsWhatPeopleType(String typed, String region, String e164) {
    assertThat(PhoneNumberParser.parse(typed, region).map(PhoneNumber::e164).orElse(null))
        .isEqualTo(e164);
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(
      strings = {
        "",
        " ",
        "\t",
        "\n",
        "\u200B",
        "+",
        "(+)",
        "010\u000012345678",
        "010\u001B12345678",
        "010\uD83512345678",
        "\uD835"
      })
  void nothingAndControlCharactersAreNoNumber(String typed) {
    assertThat(PhoneNumberParser.parse(typed, "KR")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "+821012345678, 82, 01012345678",
    "+82212345678, 82, 0212345678",
    "+12025550123, 1, 2025550123",
    "+447400123456, 44, 07400123456",
  })
  void knowsTheCallingCodeAndTheDigitsWithinTheCountry(String e164, String code, String digits) {
    PhoneNumber number = new PhoneNumber(e164);
    assertThat(PhoneNumberParser.callingCode(number)).contains(code);
    assertThat(PhoneNumberParser.nationalDigits(number)).contains(digits);
  }

  @Test
  void aNumberOfNoCountryHasNeither() {
    PhoneNumber number = new PhoneNumber("+999123456789");
    assertThat(PhoneNumberParser.callingCode(number)).isEmpty();
    assertThat(PhoneNumberParser.nationalDigits(number)).isEmpty();
  }

  @Test
  void onlyTheWhiteSpaceOfLinesIsLeftOut() {
    assertThat(PhoneNumberParser.parse("010\r\n1234\t5678\u2028", "KR"))
        .contains(new PhoneNumber("+821012345678"));
  }

  @Test
  void extremelyLongInputIsNoNumber() {
    assertThat(PhoneNumberParser.parse("0".repeat(1_000_000), "KR")).isEmpty();
    assertThat(PhoneNumberParser.parse("010-1234-5678" + " ".repeat(1_000_000), "KR")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "+821012345678, KR, MOBILE",
    "+8221234567, KR, FIXED_LINE",
    "+16502530000, US, FIXED_LINE_OR_MOBILE",
    "+80012345678, 001, TOLL_FREE",
    "+99912345678, ZZ, UNKNOWN",
    "+8210, ZZ, UNKNOWN",
  })
  void knowsRegionAndType(String e164, String region, String type) {
    PhoneNumber number = PhoneNumber.ofE164(e164).orElse(new PhoneNumber("+99912345678"));
    assertThat(PhoneNumberParser.region(number)).isEqualTo(region);
    assertThat(PhoneNumberParser.type(number)).isEqualTo(type);
  }
}
