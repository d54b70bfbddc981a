package io.github.phoneidentity.phone;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

class TypedDigitsTest {

  @ParameterizedTest
  @CsvSource({
    "123456",
    "' 123 456 '",
    "1 2 3 4 5 6",
    "123-456",
    "123–456",
    "123‑456",
    "123−456",
    "123.456",
    "12.34.56",
    "123·456",
    "123．456",
    "１２３４５６",
    "۱۲۳۴۵۶",
    "١٢٣٤٥٦",
    "१२३४५६",
    "１２３－４５６",
    "G-123456",
    "'123\u00A0456'",
    "'\u202A123\u200B456\u202C'",
    "'123\u200E-\u200E456'",
    "123456.",
    "+123456",
    "(123456)",
    "123456일",
    "'1234567, 123456'",
    "'\u0000123456'",
    "'123456 is your Demo login code. Don''t share it.\n@localhost #123456'",
    "'데모 2단계 인증번호 123456\n@localhost #123456'",
    "'123456：デモの2段階認証コード\n@localhost #123456'",
    "'123456是演示二次验证码，请勿泄露\n@localhost #123456'",
    "'Usa 123456 para entrar en Demo. No lo compartas con nadie.\n@localhost #123456'",
    "'Call 010-1234-5678. Code: 123456. Valid for 3 minutes.'",
    "'Code 123456\n3 minutes'",
    "'Within 30\n123456'",
  })
  void theFirstRunOfAsManyDigitsIsTheCode(String typed) {
    assertThat(TypedDigits.code(typed, 6)).contains("123456");
  }

  @Test
  void itMayHaveEightDigits() {
    assertThat(TypedDigits.code("12345678 is your code\n@a.example #12345678", 8))
        .contains("12345678");
    assertThat(TypedDigits.code("1234-5678", 8)).contains("12345678");
    assertThat(TypedDigits.code("000000", 6)).contains("000000");
  }

  @ParameterizedTest
  @NullAndEmptySource
  @ValueSource(
      strings = {
        "12345",
        "1234567",
        "12 3456 7",
        "12345 123456",
        "12345a",
        "123a456",
        "123  456",
        "123--456",
        "123 - 456",
        "123/456",
        "123,456",
        "123\n456",
        "１２３４５",
        "①②③④⑤⑥",
        "010-1234-5678",
        "12345678 is your code. @host #12345678",
        "no code"
      })
  void withoutSuchRunThereIsNone(String typed) {
    assertThat(TypedDigits.code(typed, 6)).isEmpty();
  }

  @Test
  void overlongTextIsNotEvenLookedAt() {
    assertThat(TypedDigits.code("x".repeat(1_000_000) + " 123456", 6)).isEmpty();
    assertThat(TypedDigits.code("x".repeat(1_000) + " 123456", 6)).contains("123456");
  }

  @ParameterizedTest
  @CsvSource({
    "010-1234-5678, 01012345678",
    "+82 10, +8210",
    "'( + ) 82', +82",
    "tel:1, 1",
    "1+2,",
    "+1+2,",
    "a1,",
    "+,",
    "'',",
  })
  void numbersAreDigitsAndOnePlusSignInFront(String typed, String digits) {
    assertThat(TypedDigits.number(typed).orElse(null)).isEqualTo(digits);
  }
}
