package io.github.phoneidentity.authentication.browser;

import java.util.List;
import org.keycloak.Config;
import org.keycloak.authentication.Authenticator;
import org.keycloak.authentication.AuthenticatorFactory;
import org.keycloak.models.AuthenticationExecutionModel.Requirement;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.provider.ProviderConfigProperty;

/** Makes {@code sms-code-form}. */
public final class SmsCodeFormFactory implements AuthenticatorFactory {

  private final SmsCodeForm step = new SmsCodeForm();

  @Override
  public String getId() {
    return "sms-code-form";
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
  public String getReferenceCategory() {
    return null;
  }

  @Override
  public boolean isUserSetupAllowed() {
    return false;
  }

  @Override
  public void init(Config.Scope config) {}

  @Override
  public void postInit(KeycloakSessionFactory factory) {}

  @Override
  public void close() {}
}
