package io.github.phoneidentity.authentication.backchannel;

import io.github.phoneidentity.policy.ProviderIds;
import org.keycloak.Config;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.protocol.oidc.grants.ciba.resolvers.CIBALoginUserResolver;
import org.keycloak.protocol.oidc.grants.ciba.resolvers.CIBALoginUserResolverFactory;

/**
 * Resolves CIBA's login hints: the server's default, unless option {@code
 * spi-ciba-login-user-resolver--provider-default} names another.
 */
public final class LoginHintResolverFactory implements CIBALoginUserResolverFactory {

  @Override
  public String getId() {
    return ProviderIds.PHONE_IDENTITY;
  }

  /** Keycloak's own resolver has order 0; the highest one is the default. */
  @Override
  public int order() {
    return 10;
  }

  @Override
  public CIBALoginUserResolver create(KeycloakSession session) {
    return new LoginHintResolver(session);
  }

  @Override
  public void init(Config.Scope config) {}

  @Override
  public void postInit(KeycloakSessionFactory factory) {}

  @Override
  public void close() {}
}
