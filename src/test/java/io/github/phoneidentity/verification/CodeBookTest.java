package io.github.phoneidentity.verification;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

class CodeBookTest {

  @ParameterizedTest
  @CsvSource({
    "123456, 123456",
    "' 123 456 ', 123456",
    "123-456, 123456",
    "１２３４５６, 123456",
    "'123\u00a0456', 123456",
    "000000, 000000"
  })
  void digitsAreReadAsPeopleTypeThem(String typed, String code) {
    assertThat(CodeBook.normalize(typed, 6)).contains(code);
  }

  @ParameterizedTest
  @NullAndEmptySource
  @ValueSource(
      strings = {"12345", "1234567", "12345a", "+123456", "12.3456", "１２３４５", "\u0000123456"})
  void anythingElseCannotBeACode(String typed) {
    assertThat(CodeBook.normalize(typed, 6)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {100, 1_000_000})
  void overlongTextIsNotEvenLookedAt(int length) {
    assertThat(CodeBook.normalize("1".repeat(length), 6)).isEmpty();
  }
}
