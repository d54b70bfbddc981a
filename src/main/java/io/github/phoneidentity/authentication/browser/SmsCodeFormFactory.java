package io.github.phoneidentity.authentication.browser;

import io.github.phoneidentity.authentication.StepFactory;
import io.github.phoneidentity.authentication.UserCheckingFactory;
import io.github.phoneidentity.policy.ProviderIds;
import org.keycloak.authentication.Authenticator;
import org.keycloak.models.AuthenticationExecutionModel.Requirement;
import org.keycloak.models.KeycloakSession;

/** Makes {@code sms-code-form}. */
public final class SmsCodeFormFactory implements StepFactory, UserCheckingFactory {

  private final SmsCodeForm step = new SmsCodeForm();

  @Override
  public String getId() {
    return ProviderIds.SMS_CODE_FORM;
  }

  @Override
  public String getDisplayType() {
    return "SMS Code Form";
  }

  @Override
  public String getHelpText() {
    return "Asks for a username, e-mail, phone or nickname and for a code that is sent to the"
        + " proven number of that account. No password is needed.";
  }

  @Override
  public Authenticator create(KeycloakSession session) {
    return step;
  }

  @Override
  public Requirement[] getRequirementChoices() {
    return new Requirement[] {Requirement.REQUIRED, Requirement.ALTERNATIVE, Requirement.DISABLED};
  }
}
