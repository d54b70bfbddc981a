package io.github.phoneidentity.phone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class PhoneNumberTest {

  @ParameterizedTest
  @CsvSource({
    "+821012345678, +82******5678",
    "+16502530000, +16*****0000",
    "+80012345678, +80*****5678",
    "+29012345, +29**2345",
  })
  void showsItsFirstAndLastDigitsOnly(String e164, String masked) {
    PhoneNumber number = new PhoneNumber(e164);
    assertThat(number.masked()).isEqualTo(masked);
    assertThat(number).hasToString(masked);
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(
      strings = {
        "",
        "821012345678",
        "+0821012345678",
        "+82 1012345678",
        "+1234",
        "+1234567890123456",
        "+82a"
      })
  void isNeverAnythingButE164(String e164) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new PhoneNumber(e164))
        .withMessage("Not an E.164 number");
    assertThat(PhoneNumber.ofE164(e164)).isEmpty();
  }
}
