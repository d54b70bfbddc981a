package io.github.phoneidentity.authentication.resetcred;

import java.util.List;
import org.keycloak.Config;
import org.keycloak.authentication.Authenticator;
import org.keycloak.authentication.AuthenticatorFactory;
import org.keycloak.models.AuthenticationExecutionModel.Requirement;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.provider.ProviderConfigProperty;

/** Makes {@code reset-credential-sms}. */
public final class ResetCredentialSmsFactory implements AuthenticatorFactory {

  static final String ID = "reset-credential-sms";

  private final ResetCredentialSms step = new ResetCredentialSms();

  @Override
  public String getId() {
    return ID;
  }

  @Override
  public String getDisplayType() {
    return "Send Reset SMS";
  }

  @Override
  public String getHelpText() {
    return "Sends a code to the proven phone number of the chosen user and asks for it. A user"
        + " whose only second factor is SMS is asked for a code by e-mail as well.";
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
  public List<ProviderConfigProperty> getConfigProperties() {
    return List.of();
  }

  @Override
  public String getReferenceCategory() {
    return null;
  }

  @Override
  public boolean isConfigurable() {
    return false;
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
