package io.github.phoneidentity.identity;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IdentifierTypeTest {

  @ParameterizedTest
  @CsvSource({
    "a@b.c,EMAIL",
    "a＠b.c,EMAIL",
    "@,EMAIL",
    "＠,EMAIL",
    "01012345678,PHONE",
    "０１０１２３４５６７８,PHONE",
    "+82 10-1234-5678,PHONE",
    "01012345678@x,EMAIL",
    "０１０–１２３４・５６７８,PHONE",
    "'\u202A010-1234-5678\u202C',PHONE",
    "tel:+821012345678,PHONE",
    "0082 10 1234 5678,PHONE",
    "0081 90 1234 5678,NAME",
    "kim01012345678,NAME",
    "12345,NAME",
    "bob,NAME",
    "길동,NAME"
  })
  void formDecidesWhatAnIdentifierLooksLike(String typed, IdentifierType form) {
    assertThat(IdentifierType.of(typed, "KR")).isEqualTo(form);
  }

  @ParameterizedTest
  @CsvSource({
    "kim@example.com, true",
    "010_1234_5678, true",
    "+99912345678, true",
    "kim, false",
    "kim_01012345678, false",
    "_, false",
  })
  void anythingThatMayBeAContactOfAnyCountryIsRecognised(String name, boolean contact) {
    assertThat(IdentifierType.mayBeContact(name)).isEqualTo(contact);
  }

  @Test
  void digitsOfANameAreThoseOfANumber() {
    assertThat(IdentifierType.digits("010_1234_5678")).contains("01012345678");
  }
}
