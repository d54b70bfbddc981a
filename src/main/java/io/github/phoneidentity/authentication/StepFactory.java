package io.github.phoneidentity.authentication;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.keycloak.Config;
import org.keycloak.authentication.AuthenticatorFactory;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.provider.ProviderConfigProperty;

/**
 * Defaults for factories of stateless executions without a credential type or properties of their
 * own.
 */
public interface StepFactory extends AuthenticatorFactory {

  @Override
  default @Nullable String getReferenceCategory() {
    return null;
  }

  @Override
  default boolean isUserSetupAllowed() {
    return false;
  }

  /**
   * The execution is configurable although it has no properties, because Keycloak adds the
   * reference value of {@code amr} to every configurable execution.
   */
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
