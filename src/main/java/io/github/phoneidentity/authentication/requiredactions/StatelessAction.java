package io.github.phoneidentity.authentication.requiredactions;

import org.keycloak.Config;
import org.keycloak.authentication.RequiredActionContext;
import org.keycloak.authentication.RequiredActionFactory;
import org.keycloak.authentication.RequiredActionProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;

/** A required action that keeps nothing between calls, and is its own factory. */
interface StatelessAction extends RequiredActionProvider, RequiredActionFactory {

  @Override
  default RequiredActionProvider create(KeycloakSession session) {
    return this;
  }

  @Override
  default void evaluateTriggers(RequiredActionContext context) {}

  @Override
  default void init(Config.Scope config) {}

  @Override
  default void postInit(KeycloakSessionFactory factory) {}

  @Override
  default void close() {}
}
