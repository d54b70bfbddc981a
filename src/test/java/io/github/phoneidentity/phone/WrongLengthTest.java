package io.github.phoneidentity.phone;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phoneidentity.phone.PhoneNumberParser.WrongLength;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WrongLengthTest {

  @ParameterizedTest
  @CsvSource({
    "010-1234, TOO_SHORT",
    "+82 10 1, TOO_SHORT",
    "+82 10-1234-5678-9012-3456, TOO_LONG",
    "010-1234-5678,",
    "kim,",
    "+,",
    "'',",
  })
  void lengthIsToldOfWhatIsANumberOtherwise(String typed, WrongLength wrong) {
    assertThat(PhoneNumberParser.wrongLength(typed, "KR").orElse(null)).isEqualTo(wrong);
  }
}
