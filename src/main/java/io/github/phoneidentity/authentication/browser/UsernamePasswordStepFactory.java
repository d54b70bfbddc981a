package io.github.phoneidentity.authentication.browser;

import io.github.phoneidentity.authentication.ProvenUser;
import io.github.phoneidentity.authentication.ReplacingStepFactory;
import io.github.phoneidentity.authentication.UserKeepingStep;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.authentication.Authenticator;
import org.keycloak.authentication.authenticators.browser.UsernamePasswordForm;
import org.keycloak.authentication.authenticators.browser.UsernamePasswordFormFactory;
import org.keycloak.models.KeycloakSession;

/**
 * Puts a step in the place of Keycloak's own, under the same id, that succeeds for no other user
 * than the one whose password it has checked.
 */
public final class UsernamePasswordStepFactory extends UsernamePasswordFormFactory
    implements ReplacingStepFactory {

  @Override
  public Authenticator create(KeycloakSession session) {
    return UserKeepingStep.of(
        new UsernamePasswordForm(session) {
          @Override
          public void authenticate(AuthenticationFlowContext context) {
            ProvenUser.forgetAbandonedReset(context.getAuthenticationSession());
            super.authenticate(context);
          }
        });
  }
}
