package io.github.phoneidentity.verification;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CodeDerivationTest {

  private static final SecretKey SECRET = key(1);
  private static final String PHONE = "+821012345678";
  private final CodeDerivation derivation = new CodeDerivation(null);

  private static SecretKey key(int fill) {
    byte[] bytes = new byte[64];
    java.util.Arrays.fill(bytes, (byte) fill);
    return new SecretKeySpec(bytes, "HmacSHA512");
  }

  private static String code(CodeDerivation derivation, SecretKey secret) {
    return derivation.code(secret, 6, "challenge", Purpose.LOGIN, "realm", PHONE);
  }

  @Test
  void sameQuestionHasTheSameCode() {
    assertThat(code(derivation, SECRET)).isEqualTo(code(derivation, SECRET));
  }

  @ParameterizedTest
  @ValueSource(ints = {6, 7, 8})
  void codeHasThatManyDigitsWithLeadingZeros(int digits) {
    assertThat(IntStream.range(0, 500))
        .allSatisfy(
            i ->
                assertThat(
                        derivation.code(
                            SECRET, digits, "challenge" + i, Purpose.LOGIN, "realm", PHONE))
                    .matches("[0-9]{" + digits + "}"));
  }

  @ParameterizedTest
  @CsvSource({
    "other, LOGIN, realm, +821012345678",
    "challenge, REGISTRATION, realm, +821012345678",
    "challenge, LOGIN, other, +821012345678",
    "challenge, LOGIN, realm, +821012345679",
    "challengerealm, LOGIN, '', +821012345678"
  })
  void everyPartOfTheQuestionChangesTheCode(
      String challenge, Purpose purpose, String realm, String recipient) {
    assertThat(derivation.code(SECRET, 8, challenge, purpose, realm, recipient))
        .isNotEqualTo(derivation.code(SECRET, 8, "challenge", Purpose.LOGIN, "realm", PHONE));
  }

  @Test
  void anotherSecretOrPepperChangesTheCode() {
    assertThat(code(derivation, SECRET))
        .isNotEqualTo(code(derivation, key(2)))
        .isNotEqualTo(code(new CodeDerivation("pepper"), SECRET));
    assertThat(code(new CodeDerivation("pepper"), SECRET))
        .isNotEqualTo(code(new CodeDerivation("salt"), SECRET));
  }

  @Test
  void codesAreSpreadOverAllFirstDigits() {
    assertThat(
            IntStream.range(0, 500)
                .mapToObj(i -> derivation.code(SECRET, 6, "c" + i, Purpose.LOGIN, "realm", PHONE))
                .map(code -> code.charAt(0))
                .distinct())
        .hasSize(10);
  }

  /** Another label or format would make the codes wrong that were sent before an upgrade. */
  @Test
  void codeIsTheSameInEveryVersion() {
    assertThat(derivation.code(SECRET, 8, "challenge", Purpose.LOGIN, "realm", PHONE))
        .isEqualTo("74799463");
    assertThat(
            new CodeDerivation("pepper")
                .code(SECRET, 8, "challenge", Purpose.LOGIN, "realm", PHONE))
        .isEqualTo("66504666");
  }
}
