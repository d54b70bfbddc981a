package io.github.phoneidentity.authentication;

import java.util.List;
import org.keycloak.Config;
import org.keycloak.authentication.AuthenticatorFactory;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.provider.ProviderConfigProperty;

/**
 * What most factories of steps have in common: no credential, no settings, no life of their own.
 */
public interface StepFactory extends AuthenticatorFactory {

  @Override
  default String getReferenceCategory() {
    return null;
  }

  @Override
  default boolean isUserSetupAllowed() {
    return false;
  }

  /** For the reference value of {@code amr}, which Keycloak adds to every configurable step. */
  @Override
  default boolean isConfigurable() {
    return true;
  }

  @Override
  default List<ProviderConfigProperty> getConfigProperties() {
    return List.of();
  }

  @Override
  default void init(Config.Scope config) {}

  @Override
  default void postInit(KeycloakSessionFactory factory) {}

  @Override
  default void close() {}
}
