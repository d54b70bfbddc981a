package io.github.phoneidentity.policy;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.keycloak.models.AuthenticationFlowModel;
import org.keycloak.models.RealmModel;

/** The reset-credentials flow that is bound to a realm. It applies to pages and to the REST API. */
public final class ResetFlow {

  private ResetFlow() {}

  /**
   * Whether the flow has an enabled execution that verifies a contact of this channel, and none
   * that only its pages can do: no third party's, and none that denies access.
   */
  public static boolean proves(RealmModel realm, Channel channel) {
    List<FlowStep> steps = steps(realm);
    return steps.stream().allMatch(FlowStep::isSupported)
        && steps.stream()
            .flatMap(FlowStep::all)
            .anyMatch(step -> provider(channel).equals(step.provider()));
  }

  /** The channels of the contacts that every user must prove for a reset on the pages. */
  public static Set<Channel> alwaysProven(RealmModel realm) {
    Set<String> passed = FlowStep.always(steps(realm));
    return Arrays.stream(Channel.values())
        .filter(channel -> passed.contains(provider(channel)))
        .collect(Collectors.toUnmodifiableSet());
  }

  private static List<FlowStep> steps(RealmModel realm) {
    AuthenticationFlowModel flow = realm.getResetCredentialsFlow();
    return flow == null ? List.of() : FlowStep.of(realm, flow.getId());
  }

  private static String provider(Channel channel) {
    return switch (channel) {
      case sms -> ProviderIds.RESET_CREDENTIAL_SMS;
      case email -> ProviderIds.RESET_CREDENTIAL_EMAIL;
    };
  }

  /**
   * Whether a user who is chosen by this execution must be verified afterwards. Executions of third
   * parties count as proofs, because their effect is not known.
   */
  public static boolean provesAfter(
      RealmModel realm, AuthenticationFlowModel flow, String executionId) {
    return FlowStep.proveAfter(FlowStep.of(realm, flow.getId()), executionId);
  }
}
