package io.github.phoneidentity.authentication.browser;

import io.github.phoneidentity.authentication.UserKeepingContext;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.authentication.Authenticator;
import org.keycloak.authentication.authenticators.browser.PasswordForm;
import org.keycloak.authentication.authenticators.browser.PasswordFormFactory;
import org.keycloak.models.KeycloakSession;

/**
 * Puts a step in the place of Keycloak's own, under the same id, that succeeds for no other user
 * than the one whose credential it has checked. {@code identifier-form} names a user before it.
 */
public final class PasswordStepFactory extends PasswordFormFactory {

  @Override
  public Authenticator create(KeycloakSession session) {
    return new PasswordForm(session) {
      @Override
      public void authenticate(AuthenticationFlowContext context) {
        super.authenticate(UserKeepingContext.of(context));
      }

      @Override
      public void action(AuthenticationFlowContext context) {
        super.action(UserKeepingContext.of(context));
      }
    };
  }

  @Override
  public int order() {
    return 100;
  }
}
