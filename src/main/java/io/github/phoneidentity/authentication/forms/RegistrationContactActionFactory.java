package io.github.phoneidentity.authentication.forms;

import io.github.phoneidentity.policy.ProviderIds;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.keycloak.Config;
import org.keycloak.authentication.FormAction;
import org.keycloak.authentication.FormActionFactory;
import org.keycloak.models.AuthenticationExecutionModel.Requirement;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.provider.ProviderConfigProperty;

/** {@code registration-contact-action}. */
public final class RegistrationContactActionFactory implements FormActionFactory {

  @Override
  public String getId() {
    return ProviderIds.REGISTRATION_CONTACT_ACTION;
  }

  @Override
  public String getDisplayType() {
    return "Registration contact";
  }

  @Override
  public String getHelpText() {
    return "Assigns the contacts that 'Verify contact before registration' has proven to the new"
        + " user, and ensures that no other user owns them. Put it after 'Registration User"
        + " Profile Creation', and before 'Password Validation' so that one password field will"
        + " do.";
  }

  @Override
  public Requirement[] getRequirementChoices() {
    return new Requirement[] {Requirement.REQUIRED, Requirement.DISABLED};
  }

  @Override
  public List<ProviderConfigProperty> getConfigProperties() {
    return KnownValues.configProperties();
  }

  @Override
  public boolean isConfigurable() {
    return true;
  }

  @Override
  public @Nullable String getReferenceCategory() {
    return null;
  }

  @Override
  public boolean isUserSetupAllowed() {
    return false;
  }

  @Override
  public FormAction create(KeycloakSession session) {
    return new RegistrationContactAction();
  }

  @Override
  public void init(Config.Scope config) {}

  @Override
  public void postInit(KeycloakSessionFactory factory) {}

  @Override
  public void close() {}
}
