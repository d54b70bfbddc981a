package io.github.phoneidentity.authentication;

import org.keycloak.authentication.Authenticator;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/** Defaults for an execution that requires neither a user nor a credential. */
public interface UserlessStep extends Authenticator {

  @Override
  default boolean requiresUser() {
    return false;
  }

  @Override
  default boolean configuredFor(KeycloakSession session, RealmModel realm, UserModel user) {
    return true;
  }

  @Override
  default void setRequiredActions(KeycloakSession session, RealmModel realm, UserModel user) {}

  @Override
  default void close() {}
}
