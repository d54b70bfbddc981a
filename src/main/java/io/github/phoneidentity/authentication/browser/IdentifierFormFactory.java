package io.github.phoneidentity.authentication.browser;

import org.keycloak.authentication.Authenticator;
import org.keycloak.authentication.authenticators.browser.UsernameFormFactory;
import org.keycloak.models.KeycloakSession;

/** Makes {@code identifier-form}. */
public final class IdentifierFormFactory extends UsernameFormFactory {

  @Override
  public String getId() {
    return "identifier-form";
  }

  @Override
  public Authenticator create(KeycloakSession session) {
    return new IdentifierForm(session);
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
