package io.github.phoneidentity.authentication.browser;

import io.github.phoneidentity.authentication.UserKeepingStep;
import io.github.phoneidentity.policy.ProviderIds;
import org.keycloak.authentication.Authenticator;
import org.keycloak.authentication.authenticators.browser.UsernameFormFactory;
import org.keycloak.models.KeycloakSession;

/** Makes {@code identifier-form}. */
public final class IdentifierFormFactory extends UsernameFormFactory {

  @Override
  public String getId() {
    return ProviderIds.IDENTIFIER_FORM;
  }

  @Override
  public Authenticator create(KeycloakSession session) {
    // With a passkey it is more than a name.
    return UserKeepingStep.of(new IdentifierForm(session));
  }

  @Override
  public String getDisplayType() {
    return "Identifier Form";
  }

  @Override
  public String getHelpText() {
    return "Asks for a username, e-mail, phone or nickname.";
  }
}
