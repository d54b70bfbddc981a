package io.github.phoneidentity.authentication.browser;

import io.github.phoneidentity.authentication.ReplacingStepFactory;
import io.github.phoneidentity.authentication.UserKeepingStep;
import org.keycloak.authentication.Authenticator;
import org.keycloak.authentication.authenticators.browser.RecoveryAuthnCodesFormAuthenticatorFactory;
import org.keycloak.models.KeycloakSession;

/**
 * Puts a step in the place of Keycloak's own, under the same id, that succeeds for no other user
 * than the one whose recovery code it has checked.
 */
public final class RecoveryCodesStepFactory extends RecoveryAuthnCodesFormAuthenticatorFactory
    implements ReplacingStepFactory {

  @Override
  public Authenticator create(KeycloakSession session) {
    return UserKeepingStep.of(super.create(session));
  }
}
