package io.github.phoneidentity.authentication.requiredactions;

import io.github.phoneidentity.authentication.ExecutionContext;
import io.github.phoneidentity.authentication.StaleLogin;
import io.github.phoneidentity.policy.RealmPolicy;
import org.keycloak.Config;
import org.keycloak.authentication.RequiredActionContext;
import org.keycloak.authentication.RequiredActionFactory;
import org.keycloak.authentication.RequiredActionProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;

/**
 * A stateless required action that is its own factory. It fails a login whose first factor is older
 * than a change of the password. If the extension is disabled in the realm the action is ignored:
 * the login continues without it, and a client that has requested it gets status {@code error}.
 */
interface StatelessAction extends RequiredActionProvider, RequiredActionFactory {

  /** Shows the current page of the action. */
  void show(RequiredActionContext context);

  /** Handles the submitted page. */
  void submit(RequiredActionContext context);

  @Override
  default void requiredActionChallenge(RequiredActionContext context) {
    StaleLogin.refuse(context);
    if (RealmPolicy.participates(context.getRealm())) {
      show(context);
    } else {
      context.ignore();
    }
  }

  /**
   * Keycloak does not support {@code ignore} for a POST, so a redirect to a GET follows, which
   * ignores the action.
   */
  @Override
  default void processAction(RequiredActionContext context) {
    StaleLogin.refuse(context);
    if (RealmPolicy.participates(context.getRealm())) {
      submit(context);
    } else {
      ExecutionContext.of(context, getId()).showByGet();
    }
  }

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
