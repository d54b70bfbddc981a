package io.github.phoneidentity.policy;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.keycloak.models.AuthenticationFlowModel;
import org.keycloak.models.RealmModel;

/**
 * The reset-credentials flow that is bound to a realm: its pages and the REST API obey the same
 * one.
 */
public final class ResetFlow {

  private ResetFlow() {}

  /**
   * Whether the flow has an enabled execution that proves a contact of this channel, and asks for
   * nothing that only its pages can do: no execution of a third party's, none that denies access.
   */
  public static boolean proves(RealmModel realm, Channel channel) {
    List<FlowStep> steps = steps(realm);
    return steps.stream().allMatch(FlowStep::isHonoured)
        && steps.stream()
            .flatMap(FlowStep::all)
            .anyMatch(step -> provider(channel).equals(step.provider()));
  }

  /** The channels of the contacts that everybody proves who resets a password on its pages. */
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
   * Whether a user who is chosen by this execution has to be proven afterwards. Executions of third
   * parties count as proofs, because what they do is not known here.
   */
  public static boolean provesAfter(
      RealmModel realm, AuthenticationFlowModel flow, String executionId) {
    return FlowStep.proveAfter(FlowStep.of(realm, flow.getId()), executionId);
  }
}
