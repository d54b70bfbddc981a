package io.github.phoneidentity.authentication.browser;

import io.github.phoneidentity.credential.SmsOtpCredentialModel;
import java.util.List;
import org.keycloak.Config;
import org.keycloak.authentication.Authenticator;
import org.keycloak.authentication.AuthenticatorFactory;
import org.keycloak.models.AuthenticationExecutionModel.Requirement;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.provider.ProviderConfigProperty;

/** Makes {@code sms-otp-form}. */
public final class SmsOtpFormFactory implements AuthenticatorFactory {

  private final SmsOtpForm step = new SmsOtpForm();

  @Override
  public String getId() {
    return "sms-otp-form";
  }

  @Override
  public String getDisplayType() {
    return "SMS OTP Form";
  }

  @Override
  public String getHelpText() {
    return "Sends a code to a number that the user has enrolled as a second factor and asks for it."
        + " It is no second factor after a login by 'SMS Code Form'.";
  }

  @Override
  public String getReferenceCategory() {
    return SmsOtpCredentialModel.TYPE;
  }

  /** For the reference value of {@code amr}, which Keycloak adds to every configurable step. */
  @Override
  public boolean isConfigurable() {
    return true;
  }

  @Override
  public List<ProviderConfigProperty> getConfigProperties() {
    return List.of();
  }

  @Override
  public Requirement[] getRequirementChoices() {
    return new Requirement[] {Requirement.REQUIRED, Requirement.ALTERNATIVE, Requirement.DISABLED};
  }

  /** A user without a number enrols one, where the step is required. */
  @Override
  public boolean isUserSetupAllowed() {
    return true;
  }

  @Override
  public Authenticator create(KeycloakSession session) {
    return step;
  }

  @Override
  public void init(Config.Scope config) {}

  @Override
  public void postInit(KeycloakSessionFactory factory) {}

  @Override
  public void close() {}
}
