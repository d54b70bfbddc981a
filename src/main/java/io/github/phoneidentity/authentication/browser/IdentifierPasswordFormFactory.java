package io.github.phoneidentity.authentication.browser;

import io.github.phoneidentity.authentication.UserCheckingFactory;
import io.github.phoneidentity.authentication.UserKeepingStep;
import io.github.phoneidentity.policy.ProviderIds;
import org.keycloak.authentication.Authenticator;
import org.keycloak.authentication.authenticators.browser.UsernamePasswordFormFactory;
import org.keycloak.models.KeycloakSession;

/** Makes {@code identifier-password-form}. */
public final class IdentifierPasswordFormFactory extends UsernamePasswordFormFactory
    implements UserCheckingFactory {

  @Override
  public String getId() {
    return ProviderIds.IDENTIFIER_PASSWORD_FORM;
  }

  @Override
  public Authenticator create(KeycloakSession session) {
    return UserKeepingStep.of(new IdentifierPasswordForm(session));
  }

  @Override
  public String getDisplayType() {
    return "Identifier Password Form";
  }

  @Override
  public String getHelpText() {
    return "Asks for a username, e-mail, phone or nickname, and the password.";
  }
}
