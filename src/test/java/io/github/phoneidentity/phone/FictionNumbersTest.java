package io.github.phoneidentity.phone;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FictionNumbersTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "+12015550100",
        "+14165550199",
        "+447700900000",
        "+447700900999",
        "+441632960001",
        "+442079460123",
        "+61491570156",
        "+61491571266",
        "+61491572983",
        "+61491573087",
        "+61491578957",
        "+61491579455",
        "+61255501234",
        "+353209112345",
        "+493023125000",
        "+4915228817386",
        "+491713920099",
        "+33639981234",
        "+46701740605",
        "+46701740699",
      })
  void isReserved(String number) {
    assertThat(FictionNumbers.contains(new PhoneNumber(number))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "+12015550099",
        "+12015550200",
        "+12015551212",
        "+12055501234",
        "+120155501001",
        "+447700899999",
        "+447700901000",
        "+447400123456",
        "+61491570155",
        "+61491571267",
        "+61491574119",
        "+61491579761",
        "+614915712660",
        "+4915228817387",
        "+491713920100",
        "+33639991234",
        "+46701740604",
        "+46701740700",
        "+821055501234",
      })
  void isNotReserved(String number) {
    assertThat(FictionNumbers.contains(new PhoneNumber(number))).isFalse();
  }
}
