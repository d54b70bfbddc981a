package io.github.phoneidentity.phone;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PhoneCountryTest {

  @Test
  void everyCountryWithANumberingPlanIsThereOnce() {
    assertThat(PhoneCountry.all())
        .extracting(PhoneCountry::region)
        .hasSizeGreaterThan(200)
        .doesNotHaveDuplicates()
        .allMatch(PhoneNumberParser::isRegion);
    assertThat(PhoneCountry.all()).contains(new PhoneCountry("KR", 82, "010-2000-0000"));
  }

  @Test
  void mainCountryOfASharedCallingCodeIsFirst() {
    assertThat(PhoneCountry.all())
        .filteredOn(country -> country.callingCode() == 44)
        .extracting(PhoneCountry::region)
        .startsWith("GB")
        .contains("JE");
  }
}
