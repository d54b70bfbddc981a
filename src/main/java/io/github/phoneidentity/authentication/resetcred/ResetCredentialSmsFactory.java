package io.github.phoneidentity.authentication.resetcred;

import io.github.phoneidentity.authentication.StepFactory;
import io.github.phoneidentity.authentication.UserCheckingFactory;
import io.github.phoneidentity.policy.ProviderIds;
import org.keycloak.authentication.Authenticator;
import org.keycloak.models.AuthenticationExecutionModel.Requirement;
import org.keycloak.models.KeycloakSession;

/** Makes {@code reset-credential-sms}. */
public final class ResetCredentialSmsFactory implements StepFactory, UserCheckingFactory {

  private final ResetCredentialSms step = new ResetCredentialSms();

  @Override
  public String getId() {
    return ProviderIds.RESET_CREDENTIAL_SMS;
  }

  @Override
  public String getDisplayType() {
    return "Send Reset SMS";
  }

  @Override
  public String getHelpText() {
    return "Sends a code to the proven phone number of the chosen user and asks for it. A user"
        + " who has SMS as a second factor is asked for a code by e-mail as well.";
  }

  @Override
  public Authenticator create(KeycloakSession session) {
    return step;
  }

  @Override
  public Requirement[] getRequirementChoices() {
    return new Requirement[] {Requirement.REQUIRED, Requirement.ALTERNATIVE, Requirement.DISABLED};
  }

  @Override
  public boolean isConfigurable() {
    return false;
  }
}
