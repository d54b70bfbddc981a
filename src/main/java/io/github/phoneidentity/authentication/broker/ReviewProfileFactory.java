package io.github.phoneidentity.authentication.broker;

import org.keycloak.authentication.Authenticator;
import org.keycloak.authentication.authenticators.broker.IdpReviewProfileAuthenticatorFactory;
import org.keycloak.models.KeycloakSession;

/**
 * Puts {@link ReviewProfile} in the place of Keycloak's own step, under the same id: of two
 * providers with one id the one with the higher order is used ({@code ProviderFactory.order}).
 */
public final class ReviewProfileFactory extends IdpReviewProfileAuthenticatorFactory {

  private static final ReviewProfile STEP = new ReviewProfile();

  @Override
  public Authenticator create(KeycloakSession session) {
    return STEP;
  }

  @Override
  public int order() {
    return 100;
  }
}
