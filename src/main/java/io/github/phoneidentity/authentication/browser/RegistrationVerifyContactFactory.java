package io.github.phoneidentity.authentication.browser;

import io.github.phoneidentity.authentication.StepFactory;
import io.github.phoneidentity.policy.Channel;
import io.github.phoneidentity.policy.ProviderIds;
import io.github.phoneidentity.policy.RegistrationContacts;
import java.util.Arrays;
import java.util.List;
import org.keycloak.authentication.Authenticator;
import org.keycloak.models.AuthenticationExecutionModel.Requirement;
import org.keycloak.models.KeycloakSession;
import org.keycloak.provider.ProviderConfigProperty;
import org.keycloak.provider.ProviderConfigurationBuilder;

/** Makes {@code registration-verify-contact}, the first step of a registration flow. */
public final class RegistrationVerifyContactFactory implements StepFactory {

  private final RegistrationVerifyContact step = new RegistrationVerifyContact();

  @Override
  public String getId() {
    return ProviderIds.REGISTRATION_VERIFY_CONTACT;
  }

  @Override
  public String getDisplayType() {
    return "Verify contact before registration";
  }

  @Override
  public String getHelpText() {
    return "Verifies a phone number or an e-mail address by a code before the registration form is"
        + " shown. Put it first in the registration flow; 'Registration contact' assigns the proven"
        + " contact to the new user.";
  }

  @Override
  public List<ProviderConfigProperty> getConfigProperties() {
    return ProviderConfigurationBuilder.create()
        .property()
        .name(RegistrationContacts.CHANNEL)
        .label("Channel")
        .helpText(
            "The contact to verify: a phone number by text message (sms), or an e-mail address"
                + " (email).")
        .type(ProviderConfigProperty.LIST_TYPE)
        .options(Arrays.stream(Channel.values()).map(Enum::name).toList())
        .defaultValue(Channel.sms.name())
        .add()
        .property()
        .name(RegistrationContacts.OPTIONAL)
        .label("Optional")
        .helpText(
            "Whether a user may skip this execution and register without proving this contact.")
        .type(ProviderConfigProperty.BOOLEAN_TYPE)
        .defaultValue(false)
        .add()
        .build();
  }

  @Override
  public Authenticator create(KeycloakSession session) {
    return step;
  }

  @Override
  public Requirement[] getRequirementChoices() {
    return new Requirement[] {Requirement.REQUIRED, Requirement.DISABLED};
  }
}
