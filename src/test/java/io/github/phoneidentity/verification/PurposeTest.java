package io.github.phoneidentity.verification;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phoneidentity.policy.VerificationPolicy;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class PurposeTest {

  @ParameterizedTest
  @CsvSource({
    // purpose, public, reveals the delivery, asks about an account
    "REGISTRATION, true, true, false",
    "LOGIN, true, false, true",
    "SECOND_FACTOR, false, true, false",
    "PASSWORD_RESET, true, false, true",
    "VERIFY, false, true, false",
    "UPDATE, false, true, false",
  })
  void purposesDiscloseWhatTheContractListsForThem(
      Purpose purpose, boolean isPublic, boolean revealsDelivery, boolean asksAboutAccount) {
    assertThat(purpose.isPublic()).isEqualTo(isPublic);
    assertThat(purpose.revealsDelivery()).isEqualTo(revealsDelivery);
    assertThat(purpose.asksAboutAccount()).isEqualTo(asksAboutAccount);
  }

  @ParameterizedTest
  @CsvSource({"120, 900, 120", "600, 600, 600", "600, 60, 60"})
  void proofOfAPasswordResetLivesNoLongerThanACode(int code, int proof, int lifespan) {
    assertThat(Purpose.PASSWORD_RESET.proofLifespan(policy(code, proof)))
        .isEqualTo(Duration.ofSeconds(lifespan));
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "PASSWORD_RESET")
  void otherProofsLiveAsLongAsThePolicySays(Purpose purpose) {
    assertThat(purpose.proofLifespan(policy(120, 900))).isEqualTo(Duration.ofSeconds(900));
  }

  private static VerificationPolicy policy(int code, int proof) {
    return VerificationPolicy.from(
        Map.of("code-lifespan", "" + code, "proof-lifespan", "" + proof));
  }
}
