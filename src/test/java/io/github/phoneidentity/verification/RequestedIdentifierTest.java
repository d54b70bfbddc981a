package io.github.phoneidentity.verification;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestedIdentifierTest {

  @ParameterizedTest
  @CsvSource({
    "010-1234-5678, sms:+821012345678",
    "０１０–１２３４・５６７８, sms:+821012345678",
    "'\u202A+82 10-1234-5678\u202C', sms:+821012345678",
    "tel:+821012345678, sms:+821012345678",
    "0082 10 1234 5678, sms:+821012345678",
    "0081 90 1234 5678, name:0081 90 1234 5678",
    "'Kim@Example.com ', email:kim@example.com",
    "kim＠example.com, email:kim@example.com",
    "@kim, email:@kim",
    "'KIM ', name:kim",
    "ｋｉｍ, name:kim",
    "straße, name:strasse",
    "①⓪, name:10",
  })
  void oneIdentifierIsCountedOnceHoweverItIsSpelled(String typed, String subject) {
    assertThat(RequestedIdentifier.of(typed, "KR").subject()).isEqualTo(subject);
  }

  @ParameterizedTest
  @CsvSource({"'a\u0000b'", "'\uD835'"})
  void whatCannotBeStoredIsCountedByItsDigest(String typed) {
    assertThat(RequestedIdentifier.of(typed, "KR").subject()).startsWith("digest:");
  }

  @Test
  void onlyALongIdentifierIsCountedByItsDigest() {
    assertThat(RequestedIdentifier.of("a".repeat(123), "KR").subject())
        .isEqualTo("name:" + "a".repeat(123));
    assertThat(RequestedIdentifier.of("a".repeat(124), "KR").subject()).startsWith("digest:");
  }

  @Test
  void identifierIsNotShown() {
    assertThat(RequestedIdentifier.of("kim", "KR").toString()).doesNotContain("kim");
  }
}
