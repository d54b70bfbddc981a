package io.github.phoneidentity.authentication.browser;

import io.github.phoneidentity.authentication.UserKeepingContext;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.authentication.Authenticator;
import org.keycloak.authentication.authenticators.browser.OTPFormAuthenticator;
import org.keycloak.authentication.authenticators.browser.OTPFormAuthenticatorFactory;
import org.keycloak.models.KeycloakSession;

/**
 * Puts a step in the place of Keycloak's own, under the same id, that succeeds for no other user
 * than the one whose credential it has checked. {@code identifier-form} names a user before it.
 */
public final class OtpStepFactory extends OTPFormAuthenticatorFactory {

  @Override
  public Authenticator create(KeycloakSession session) {
    return new OTPFormAuthenticator() {
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
