package io.github.phoneidentity.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The server names the gateways of realms that name none. */
class GatewaysTest {

  /** Where Keycloak's options are read from while no server runs. */
  private static final String OPTION =
      "keycloak.realm-restapi-extension.phone-identity.default-gateways";

  @AfterEach
  void forgetTheOption() {
    System.clearProperty(OPTION);
  }

  @ParameterizedTest
  @CsvSource({
    "'solapi, http', '', 'solapi,http'",
    "'solapi, http', twilio, twilio",
    "'solapi', 'no way', solapi",
    "'no way', '', log",
    "' ', '', log"
  })
  void optionIsTheDefaultOfThePolicy(String option, String typed, String used) {
    System.setProperty(OPTION, option);

    assertThat(VerificationPolicy.from(Map.of("gateways", typed)).gateways())
        .isEqualTo(List.of(used.split(",")));
  }
}
