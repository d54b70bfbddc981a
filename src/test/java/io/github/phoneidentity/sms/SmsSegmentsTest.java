package io.github.phoneidentity.sms;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SmsSegmentsTest {

  @ParameterizedTest
  @CsvSource({
    "a, 0, 1",
    "a, 160, 1",
    "a, 161, 2",
    "a, 306, 2",
    "a, 307, 3",
    // Two septets each.
    "€, 80, 1",
    "€, 81, 2",
    // 76 in each part: the escape character is not divided from what it escapes.
    "€, 152, 2",
    "€, 153, 3",
    "가, 70, 1",
    "가, 71, 2",
    "가, 134, 2",
    "가, 135, 3",
    // Surrogate pairs: 33 in each part, because none is divided.
    "🙂, 35, 1",
    "🙂, 36, 2",
    "🙂, 66, 2",
    "🙂, 67, 3",
  })
  void segmentsAreThoseOfTheAlphabet(String character, int times, int segments) {
    assertThat(SmsSegments.count(character.repeat(times))).isEqualTo(segments);
  }

  @Test
  void oneOtherCharacterPutsTheWholeTextIntoUcs2() {
    assertThat(SmsSegments.count("a".repeat(70))).isEqualTo(1);
    assertThat(SmsSegments.count("a".repeat(70) + "ç")).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "@login.example.com #123456", "é à ñ ü Ç ß Å ¿¡", "[{~}]^|\\€\f", "\r\n"})
  void gsmAlphabetHasThese(String text) {
    assertThat(SmsSegments.isGsm7(text)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"ç", "á", "í", "ó", "ú", "ê", "ã", "‘", "’", "–", "\u00A0", "\t", "\u001B", "`"})
  void gsmAlphabetLacksThese(String text) {
    assertThat(SmsSegments.isGsm7(text)).isFalse();
  }
}
