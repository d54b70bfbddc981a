package io.github.phoneidentity.identity;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReservedNameTest {

  @ParameterizedTest
  @CsvSource({
    // typed, own e-mail, own number, reserved
    "kim, , , false",
    "kim@example.com, , , true",
    "kim@example.com, lee@example.com, , true",
    "Kim@Example.com, kim@example.com, , false",
    "010-1234-5678, , , true",
    "010-1234-5678, , +821087654321, true",
    "' 010-1234-5678 ', , +821012345678, false",
  })
  void nameOfAContactIsReservedForTheOwnerOfTheContact(
      String typed, String email, String number, boolean reserved) {
    assertThat(new ReservedName("KR").isFor(typed, email, number)).isEqualTo(reserved);
  }
}
