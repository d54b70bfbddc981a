package io.github.phoneidentity.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.keycloak.models.AuthenticationExecutionModel.Requirement.ALTERNATIVE;
import static org.keycloak.models.AuthenticationExecutionModel.Requirement.CONDITIONAL;
import static org.keycloak.models.AuthenticationExecutionModel.Requirement.REQUIRED;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.keycloak.models.AuthenticationExecutionModel.Requirement;

class FlowStepTest {

  private static final FlowStep CHOICE = step("reset-choose-user-by-identifier", REQUIRED);
  private static final FlowStep SMS = step("reset-credential-sms", REQUIRED);
  private static final FlowStep PASSWORD = step("reset-password", REQUIRED);

  private static FlowStep step(String provider, Requirement requirement) {
    return new FlowStep(provider, provider, requirement, List.of());
  }

  private static FlowStep subflow(Requirement requirement, FlowStep... steps) {
    return new FlowStep("subflow", null, requirement, List.of(steps));
  }

  private static boolean proves(FlowStep... flow) {
    return FlowStep.proveAfter(List.of(flow), CHOICE.id());
  }

  @Test
  void requiredProofAfterTheChoiceProves() {
    assertThat(proves(CHOICE, SMS, PASSWORD)).isTrue();
    assertThat(proves(CHOICE, step("reset-credential-email", REQUIRED))).isTrue();
    assertThat(proves(CHOICE, PASSWORD, step("third-party", REQUIRED))).isTrue();
  }

  @Test
  void choiceAndNewPasswordProveNothing() {
    assertThat(proves(CHOICE)).isFalse();
    assertThat(proves(CHOICE, PASSWORD, step("reset-otp", REQUIRED))).isFalse();
    assertThat(proves(CHOICE, step("auth-username-form", REQUIRED), PASSWORD)).isFalse();
  }

  /** Keycloak and this project let users pass these who have not set up what they ask for. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "user-session-limits",
        "webauthn-authenticator",
        "auth-recovery-authn-code-form",
        "auth-otp-form",
        "auth-conditional-otp-form",
        "sms-otp-form",
        "identifier-form"
      })
  void factorThatAUserMayNotHaveProvesNothing(String provider) {
    assertThat(proves(CHOICE, step(provider, REQUIRED), PASSWORD)).isFalse();
    assertThat(proves(CHOICE, SMS, step(provider, REQUIRED), PASSWORD)).isTrue();
  }

  @Test
  void whatIsDoneBeforeTheChoiceProvesNothing() {
    assertThat(proves(step("captcha", REQUIRED), CHOICE, PASSWORD)).isFalse();
  }

  @Test
  void alternativeBesideRequiredStepsIsLeftOutByKeycloak() {
    assertThat(proves(CHOICE, step("reset-credential-sms", ALTERNATIVE), PASSWORD)).isFalse();
  }

  @Test
  void conditionalSubflowIsNoProof() {
    assertThat(proves(CHOICE, subflow(CONDITIONAL, step("auth-otp-form", REQUIRED)), PASSWORD))
        .isFalse();
    assertThat(proves(CHOICE, subflow(REQUIRED, subflow(CONDITIONAL, SMS), PASSWORD), PASSWORD))
        .isFalse();
  }

  @Test
  void everyAlternativeOfASubflowMustProve() {
    FlowStep sms = step("reset-credential-sms", ALTERNATIVE);
    FlowStep email = step("reset-credential-email", ALTERNATIVE);
    FlowStep nothing = step("allow-access-authenticator", ALTERNATIVE);

    assertThat(proves(CHOICE, subflow(REQUIRED, sms, email), PASSWORD)).isTrue();
    assertThat(proves(CHOICE, subflow(REQUIRED, sms, nothing), PASSWORD)).isFalse();
    assertThat(proves(CHOICE, subflow(REQUIRED), PASSWORD)).isFalse();
  }

  @Test
  void conditionsAreNoSteps() {
    FlowStep condition = step("conditional-user-configured", REQUIRED);

    assertThat(proves(CHOICE, subflow(REQUIRED, condition), PASSWORD)).isFalse();
    assertThat(proves(CHOICE, subflow(REQUIRED, condition, SMS), PASSWORD)).isTrue();
  }

  @Test
  void choiceInASubflowIsFollowedByWhatIsInItAndAfterIt() {
    assertThat(proves(subflow(REQUIRED, CHOICE, SMS), PASSWORD)).isTrue();
    assertThat(proves(subflow(REQUIRED, CHOICE), SMS, PASSWORD)).isTrue();
    assertThat(proves(subflow(REQUIRED, CHOICE), PASSWORD)).isFalse();
    assertThat(proves(subflow(ALTERNATIVE, CHOICE), step("reset-credential-sms", ALTERNATIVE)))
        .isFalse();
  }

  @Test
  void everybodyPassesWhatIsRequiredAndWhatAllAlternativesHave() {
    FlowStep email = step("reset-credential-email", REQUIRED);

    assertThat(FlowStep.always(List.of(CHOICE, SMS, email)))
        .contains("reset-credential-sms", "reset-credential-email");
    assertThat(FlowStep.always(List.of(CHOICE, subflow(REQUIRED, SMS, email))))
        .contains("reset-credential-sms", "reset-credential-email");
    assertThat(FlowStep.always(List.of(SMS, subflow(CONDITIONAL, email))))
        .containsExactly("reset-credential-sms");
    assertThat(
            FlowStep.always(List.of(subflow(ALTERNATIVE, SMS, email), subflow(ALTERNATIVE, SMS))))
        .containsExactly("reset-credential-sms");
    assertThat(
            FlowStep.always(
                List.of(
                    step("reset-credential-sms", ALTERNATIVE),
                    step("reset-credential-email", ALTERNATIVE))))
        .isEmpty();
    assertThat(FlowStep.always(List.of())).isEmpty();
  }

  @Test
  void stepOfAThirdPartyAndADenialAreHonouredByPagesOnly() {
    assertThat(subflow(REQUIRED, SMS, PASSWORD).isSupported()).isTrue();
    assertThat(step("captcha", REQUIRED).isSupported()).isFalse();
    assertThat(subflow(CONDITIONAL, step("deny-access-authenticator", REQUIRED)).isSupported())
        .isFalse();
  }
}
