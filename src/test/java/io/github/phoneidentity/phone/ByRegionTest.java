package io.github.phoneidentity.phone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ByRegionTest {

  private static final PhoneNumber KOREAN = new PhoneNumber("+821012345678");
  private static final PhoneNumber AMERICAN = new PhoneNumber("+12015550123");
  private static final PhoneNumber CANADIAN = new PhoneNumber("+14165550123");
  private static final PhoneNumber GERMAN = new PhoneNumber("+4915112345678");

  @Test
  void textDependsOnTheCountryOfTheNumber() {
    ByRegion text = ByRegion.of("KR=0212345678, us|CA = +12025550123 ,*=Acme");

    assertThat(text.of(KOREAN)).contains("0212345678");
    assertThat(text.of(AMERICAN)).contains("+12025550123");
    assertThat(text.of(CANADIAN)).contains("+12025550123");
    assertThat(text.of(GERMAN)).contains("Acme");
    assertThat(text.regions()).containsExactly("KR", "US", "CA", "*");
    assertThat(text.texts()).containsExactly("0212345678", "+12025550123", "Acme");
  }

  @Test
  void countryWithoutEntryHasNoText() {
    assertThat(ByRegion.of("KR=a").of(GERMAN)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      value = {"' +12025550123 ';+12025550123", "'a,b';'a,b'"},
      delimiter = ';')
  void textWithoutEqualsSignIsForEveryCountry(String typed, String text) {
    assertThat(ByRegion.of(typed).of(KOREAN)).contains(text);
    assertThat(ByRegion.of(typed).of(GERMAN)).contains(text);
  }

  @Test
  void blankIsNone() {
    assertThat(ByRegion.of(" ").of(KOREAN)).isEmpty();
    assertThat(ByRegion.of("").regions()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"KR=", "=a", "KR=a,b", "KR=a,KR=b", "KR|KR=a", "XX=a", "KR=a,", "K=a", "|KR=a"})
  void anythingElseIsRefused(String typed) {
    assertThatThrownBy(() -> ByRegion.of(typed)).isInstanceOf(IllegalArgumentException.class);
  }
}
