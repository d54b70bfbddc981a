package io.github.phoneidentity.authentication;

import io.github.phoneidentity.policy.RealmPolicy;
import org.keycloak.authentication.AuthenticationFlowContext;

/** What becomes of a step whose flow is still bound in a realm that takes no part (any more). */
public final class Participation {

  private Participation() {}

  /**
   * In a realm that takes no part, has the step count as attempted, so that its alternatives go on;
   * a required one ends the flow. The step must do nothing else then.
   *
   * @return whether it was so
   */
  public static boolean isMissing(AuthenticationFlowContext context) {
    if (RealmPolicy.participates(context.getRealm())) {
      return false;
    }
    context.attempted();
    return true;
  }
}
