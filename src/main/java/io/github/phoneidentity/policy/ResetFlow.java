package io.github.phoneidentity.policy;

import org.keycloak.models.AuthenticationFlowModel;
import org.keycloak.models.RealmModel;

/**
 * The reset-credentials flow that is bound to a realm: its pages and the REST API obey the same
 * one.
 */
public final class ResetFlow {

  private ResetFlow() {}

  /** Whether the flow has an enabled execution that proves a contact of this channel. */
  public static boolean proves(RealmModel realm, Channel channel) {
    String provider =
        switch (channel) {
          case sms -> ProviderIds.RESET_CREDENTIAL_SMS;
          case email -> ProviderIds.RESET_CREDENTIAL_EMAIL;
        };
    AuthenticationFlowModel flow = realm.getResetCredentialsFlow();
    return flow != null
        && FlowStep.of(realm, flow.getId()).stream()
            .flatMap(FlowStep::all)
            .anyMatch(step -> provider.equals(step.provider()));
  }

  /**
   * Whether a user who is chosen by this execution has to be proven afterwards. Executions of third
   * parties count as proofs, because what they do is not known here.
   */
  public static boolean provesAfter(
      RealmModel realm, AuthenticationFlowModel flow, String executionId) {
    return FlowStep.proveAfter(FlowStep.of(realm, flow.getId()), executionId);
  }
}
