package io.github.phoneidentity.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClaimValueTest {

  @ParameterizedTest
  @ValueSource(strings = {"010-1234-5678", "+82 10 1234 5678", "０１０１２３４５６７８", "(010) 1234.5678"})
  void spellingsOfOneNumberAreOneValue(String typed) {
    assertThat(ClaimValue.parse(ClaimKind.phone, typed, "KR"))
        .contains(new ClaimValue(ClaimKind.phone, "+821012345678", "+821012345678"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "bob", "kim01012345678", "123", "+82101234567\0"})
  void whatIsNoNumberCannotBeOwned(String typed) {
    assertThat(ClaimValue.parse(ClaimKind.phone, typed, "KR")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\t", "a\0b", "half \uD83D pair"})
  void whatNoDatabaseTakesIsNoNickname(String typed) {
    assertThat(ClaimValue.parse(ClaimKind.nickname, typed, "KR")).isEmpty();
  }

  @Test
  void nicknameWhoseKeyGrowsTooLongCannotBeOwned() {
    assertThat(ClaimValue.parse(ClaimKind.nickname, "a".repeat(255), "KR")).isPresent();
    assertThat(ClaimValue.parse(ClaimKind.nickname, "a".repeat(256), "KR")).isEmpty();
    assertThat(ClaimValue.parse(ClaimKind.nickname, "\uFDFA".repeat(100), "KR")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "010-1234-5678, +821012345678",
    "tel:+999 1234-5678, +99912345678",
    "+99912345678, +99912345678",
    "013-1234-5678, +821312345678",
    "99912345678,",
    "+0123,",
    "kim,",
  })
  void whatIsOnFileIsFoundThoughItIsNoNumberAnyMore(String typed, String key) {
    assertThat(ClaimValue.parseStored(ClaimKind.phone, typed, "KR").map(ClaimValue::key))
        .isEqualTo(Optional.ofNullable(key));
  }

  @Test
  void claimedNumberIsHeldInItsCanonicalSpellingOnly() {
    assertThat(ClaimValue.isHeld(ClaimKind.phone, "+821012345678", "+821012345678")).isTrue();
    assertThat(ClaimValue.isHeld(ClaimKind.phone, "+821012345678", "010-1234-5678")).isFalse();
    assertThat(ClaimValue.isHeld(ClaimKind.phone, "+821012345678", null)).isFalse();
  }

  @Test
  void claimedNicknameIsHeldInEverySpelling() {
    assertThat(ClaimValue.isHeld(ClaimKind.nickname, "kim", "Kim")).isTrue();
    assertThat(ClaimValue.isHeld(ClaimKind.nickname, "kim", "lee")).isFalse();
    assertThat(ClaimValue.isHeld(ClaimKind.nickname, "kim", null)).isFalse();
  }

  @Test
  void spellingsOfOneNicknameAreTheSame() {
    assertThat(ClaimValue.isSameNickname("Straße", "STRASSE")).isTrue();
    assertThat(ClaimValue.isSameNickname("kim", "lee")).isFalse();
  }

  @Test
  void nicknameIsOwnedAsItIsTyped() {
    assertThat(ClaimValue.parseStored(ClaimKind.nickname, "Kim", "KR"))
        .contains(new ClaimValue(ClaimKind.nickname, "Kim", "kim"));
    assertThat(ClaimValue.parseStored(ClaimKind.nickname, " ", "KR")).isEmpty();
  }
}
