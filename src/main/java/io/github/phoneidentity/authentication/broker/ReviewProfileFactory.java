package io.github.phoneidentity.authentication.broker;

import org.keycloak.authentication.Authenticator;
import org.keycloak.authentication.authenticators.broker.IdpReviewProfileAuthenticatorFactory;
import org.keycloak.models.KeycloakSession;

/**
 * Replaces Keycloak's execution by {@link ReviewProfile} under the same id: of two providers with
 * one id Keycloak uses the one with the higher order ({@code ProviderFactory.order}).
 */
public final class ReviewProfileFactory extends IdpReviewProfileAuthenticatorFactory {

  @Override
  public Authenticator create(KeycloakSession session) {
    return new ReviewProfile();
  }

  @Override
  public int order() {
    return 100;
  }
}
