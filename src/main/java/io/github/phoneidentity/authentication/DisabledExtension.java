package io.github.phoneidentity.authentication;

import io.github.phoneidentity.policy.RealmPolicy;
import org.keycloak.authentication.AuthenticationFlowContext;

/**
 * Handles executions in a realm in which the extension is disabled, but whose flow still has them.
 */
public final class DisabledExtension {

  private DisabledExtension() {}

  /**
   * Marks the execution as attempted if the extension is disabled in the realm, so that the flow
   * continues with its alternatives; a required execution fails the flow. The execution must then
   * do nothing else.
   *
   * @return whether the extension is disabled
   */
  public static boolean isSkipped(AuthenticationFlowContext context) {
    if (RealmPolicy.participates(context.getRealm())) {
      return false;
    }
    context.attempted();
    return true;
  }
}
