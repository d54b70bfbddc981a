package io.github.phoneidentity.identity;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NicknameTest {

  @ParameterizedTest
  @CsvSource({
    "Bob,bob",
    "ＢＯＢ,bob",
    "STRASSE,straße",
    "e\u0301,É",
    "한글,\u1112\u1161\u11ab\u1100\u1173\u11af",
    "ΣΊΣΥΦΟΣ,σίσυφος",
    "ﬁn,FIN",
    "①,1"
  })
  void spellingsOfOneNicknameShareTheKey(String one, String another) {
    assertThat(Nickname.key(one)).isEqualTo(Nickname.key(another));
  }

  @ParameterizedTest
  @CsvSource({"bob,rob", "가,각", "a,á"})
  void differentNicknamesDiffer(String one, String another) {
    assertThat(Nickname.key(one)).isNotEqualTo(Nickname.key(another));
  }

  @Test
  void keyOfAKeyIsThatKey() {
    assertThat(Nickname.key(Nickname.key("Ǆ ﬀ ß"))).isEqualTo(Nickname.key("Ǆ ﬀ ß"));
  }

  @Test
  void shownSpellingIsComposedAndOtherwiseAsTyped() {
    assertThat(Nickname.canonical("Cafe\u0301 ＢＯＢ")).isEqualTo("Café ＢＯＢ");
  }
}
