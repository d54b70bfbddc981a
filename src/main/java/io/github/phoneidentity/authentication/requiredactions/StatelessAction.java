package io.github.phoneidentity.authentication.requiredactions;

import io.github.phoneidentity.authentication.StaleLogin;
import io.github.phoneidentity.authentication.Step;
import io.github.phoneidentity.policy.RealmPolicy;
import org.keycloak.Config;
import org.keycloak.authentication.RequiredActionContext;
import org.keycloak.authentication.RequiredActionFactory;
import org.keycloak.authentication.RequiredActionProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;

/**
 * A required action that keeps nothing between calls, and is its own factory. A login that is older
 * than a change of the password does not go on in it. In a realm that takes no part it is ignored:
 * the login goes on without it, and an app that has asked for it is told {@code error}.
 */
interface StatelessAction extends RequiredActionProvider, RequiredActionFactory {

  /** Shows where the action stands. */
  void show(RequiredActionContext context);

  /** Takes what was posted. */
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

  /** Keycloak takes no {@code ignore} for a page that was posted: a fetch follows that ignores. */
  @Override
  default void processAction(RequiredActionContext context) {
    StaleLogin.refuse(context);
    if (RealmPolicy.participates(context.getRealm())) {
      submit(context);
    } else {
      Step.of(context, getId()).showByGet();
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
