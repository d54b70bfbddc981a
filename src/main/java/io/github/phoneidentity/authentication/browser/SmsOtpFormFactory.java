package io.github.phoneidentity.authentication.browser;

import io.github.phoneidentity.authentication.StepFactory;
import io.github.phoneidentity.authentication.UserCheckingFactory;
import io.github.phoneidentity.credential.SmsOtpCredentialModel;
import io.github.phoneidentity.policy.ProviderIds;
import org.keycloak.authentication.Authenticator;
import org.keycloak.models.AuthenticationExecutionModel.Requirement;
import org.keycloak.models.KeycloakSession;

/** Makes {@code sms-otp-form}. */
public final class SmsOtpFormFactory implements StepFactory, UserCheckingFactory {

  private final SmsOtpForm step = new SmsOtpForm();

  @Override
  public String getId() {
    return ProviderIds.SMS_OTP_FORM;
  }

  @Override
  public String getDisplayType() {
    return "SMS OTP Form";
  }

  @Override
  public String getHelpText() {
    return "Sends a code to a number that the user has enrolled as a second factor and asks for it."
        + " It does not count as a second factor after a login by 'SMS Code Form'.";
  }

  @Override
  public String getReferenceCategory() {
    return SmsOtpCredentialModel.TYPE;
  }

  @Override
  public Requirement[] getRequirementChoices() {
    return new Requirement[] {Requirement.REQUIRED, Requirement.ALTERNATIVE, Requirement.DISABLED};
  }

  /** A user without the factor must enrol one if the execution is required. */
  @Override
  public boolean isUserSetupAllowed() {
    return true;
  }

  @Override
  public Authenticator create(KeycloakSession session) {
    return step;
  }
}
