package io.github.phoneidentity.policy;

import java.util.stream.Stream;
import org.keycloak.models.AuthenticationExecutionModel;
import org.keycloak.models.RealmModel;

/** The registration flow that is bound to a realm: its pages and the REST API obey the same one. */
public final class RegistrationFlow {

  private RegistrationFlow() {}

  /** Whether the flow has an enabled execution of this provider. */
  public static boolean has(RealmModel realm, String providerId) {
    return executions(realm).anyMatch(found -> providerId.equals(found.getAuthenticator()));
  }

  /** The enabled executions of the flow and its subflows, in order. */
  static Stream<AuthenticationExecutionModel> executions(RealmModel realm) {
    return realm.getRegistrationFlow() == null
        ? Stream.empty()
        : executions(realm, realm.getRegistrationFlow().getId());
  }

  private static Stream<AuthenticationExecutionModel> executions(RealmModel realm, String flow) {
    return realm
        .getAuthenticationExecutionsStream(flow)
        .filter(execution -> !execution.isDisabled())
        .flatMap(
            execution ->
                execution.isAuthenticatorFlow()
                    ? executions(realm, execution.getFlowId())
                    : Stream.of(execution));
  }
}
