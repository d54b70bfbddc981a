package io.github.phoneidentity.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phoneidentity.phone.PhoneNumber;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TestNumbersTest {

  /** Where Keycloak's options are read from while no server runs. */
  private static final String OPTION =
      "keycloak.realm-restapi-extension.phone-identity.allow-test-numbers";

  private static final PhoneNumber NUMBER = new PhoneNumber("+821000000001");

  private final TestNumbers type = new TestNumbers();

  @BeforeEach
  void allow() {
    System.setProperty(OPTION, "true");
  }

  @AfterEach
  void forgetTheOption() {
    System.clearProperty(OPTION);
  }

  @Test
  void everyNumberHasItsCode() {
    VerificationPolicy policy = policy("+821000000001:123456, +82 10-0000-0002 : 654321");

    assertThat(policy.testCode(NUMBER)).contains("123456");
    assertThat(policy.testCode(new PhoneNumber("+821000000002"))).contains("654321");
    assertThat(policy.testCode(new PhoneNumber("+821000000003"))).isEmpty();
  }

  @Test
  void codeHasTheRealmsLengthSoThatItDisclosesNoAccount() {
    assertThat(policy("+821000000001:12345678").testCode(NUMBER)).isEmpty();
    assertThat(
            VerificationPolicy.from(
                    Map.of("test-numbers", "+821000000001:12345678", "code-length", "8"))
                .testCode(NUMBER))
        .contains("12345678");
  }

  @Test
  void testNumberNeedsNoGateway() {
    VerificationPolicy policy =
        VerificationPolicy.from(
            Map.of("test-numbers", "+821000000001:123456", "gateways", "US=http"));

    assertThat(policy.allows(NUMBER)).isTrue();
    assertThat(policy.allows(new PhoneNumber("+821000000003"))).isFalse();
  }

  @Test
  void serverThatDoesNotAllowThemRefusesAndIgnoresThem() {
    System.clearProperty(OPTION);

    assertThat(type.problem("+821000000001:123456"))
        .contains(
            "needs the server option"
                + " spi-realm-restapi-extension--phone-identity--allow-test-numbers=true");
    assertThat(policy("+821000000001:123456").testCode(NUMBER)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "+821000000001",
        "+821000000001:",
        "+821000000001:12345",
        "+821000000001:123456789",
        "+821000000001:12345a",
        "01000000001:123456",
        "+8210:123456",
        ":123456",
        "+821000000001:123456,",
        "+821000000001:123456,+821000000001:654321"
      })
  void anythingElseIsRefusedAndIgnored(String typed) {
    assertThat(type.problem(typed)).isPresent();
    assertThat(policy(typed).testNumbers()).isEmpty();
  }

  private static VerificationPolicy policy(String typed) {
    return VerificationPolicy.from(Map.of("test-numbers", typed));
  }
}
