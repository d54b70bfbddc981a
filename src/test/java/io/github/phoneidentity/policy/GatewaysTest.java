package io.github.phoneidentity.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.phoneidentity.phone.PhoneNumber;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The server names the gateways of realms that name none. */
class GatewaysTest {

  /** Where Keycloak's options are read from while no server runs. */
  private static final String OPTION =
      "keycloak.realm-restapi-extension.phone-identity.default-gateways";

  private static final String KOREAN = "+821012345678";

  @AfterEach
  void forgetTheOption() {
    System.clearProperty(OPTION);
  }

  @ParameterizedTest
  @CsvSource({
    "'solapi, http', '', 'solapi,http'",
    "'KR=solapi+http,*=log', '', 'solapi,http'",
    "'solapi, http', twilio, twilio",
    "'solapi', 'no way', solapi",
    "'no way', '', log",
    "' ', '', log"
  })
  void optionIsTheDefaultOfThePolicy(String option, String typed, String used) {
    System.setProperty(OPTION, option);

    assertThat(gateways(typed, KOREAN)).containsExactly(used.split(","));
  }

  @Test
  void countryOfTheNumberChooses() {
    String typed = "KR=solapi,US|CA=twilio+sns, *=http";

    assertThat(gateways(typed, KOREAN)).containsExactly("solapi");
    assertThat(gateways(typed, "+14165550123")).containsExactly("twilio", "sns");
    assertThat(gateways(typed, "+4915112345678")).containsExactly("http");
    assertThat(gateways("KR=solapi", "+4915112345678")).isEmpty();
    assertThat(gateways("twilio + http", KOREAN)).containsExactly("twilio", "http");
  }

  @Test
  void countryWithoutAGatewayIsNotAllowed() {
    VerificationPolicy policy = VerificationPolicy.from(Map.of("gateways", "KR=solapi"));

    assertThat(policy.allows(new PhoneNumber(KOREAN))).isTrue();
    assertThat(policy.allows(new PhoneNumber("+4915112345678"))).isFalse();
  }

  @Test
  void wrongOptionStopsTheServer() {
    System.setProperty(OPTION, "KR=solapi,http");

    assertThatThrownBy(ExtensionOptions::check)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "spi-realm-restapi-extension--phone-identity--default-gateways must have entries such"
                + " as KR=…, not 'http'");
    System.clearProperty(OPTION);
    ExtensionOptions.check();
  }

  private static List<String> gateways(String typed, String number) {
    return VerificationPolicy.from(Map.of("gateways", typed))
        .gateways()
        .of(new PhoneNumber(number));
  }
}
