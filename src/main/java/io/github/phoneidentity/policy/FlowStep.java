package io.github.phoneidentity.policy;

import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.AuthenticationExecutionModel.Requirement;
import org.keycloak.models.RealmModel;

/**
 * An enabled execution of a flow.
 *
 * @param id the id of the execution
 * @param provider the provider id; null for a subflow
 * @param steps the executions of a subflow; empty otherwise
 */
record FlowStep(
    String id, @Nullable String provider, Requirement requirement, List<FlowStep> steps) {

  /**
   * The prefix of Keycloak's conditions, which decide whether a subflow runs and verify nothing.
   */
  private static final String CONDITION = "conditional-";

  /**
   * Executions that no user passes without a code or a link that was sent to a contact of the user.
   */
  private static final Set<String> PROOFS =
      Set.of(
          ProviderIds.RESET_CREDENTIAL_SMS,
          ProviderIds.RESET_CREDENTIAL_EMAIL,
          ProviderIds.SMS_CODE_FORM);

  /**
   * The prefixes of the ids of Keycloak's executions and of this extension's. Those that are not in
   * {@link #PROOFS} choose a user, set a new credential, or are skipped for a user without the
   * credential.
   */
  private static final Pattern KNOWN =
      Pattern.compile(
          "(allow|auth|basic|conditional|cookie|deny|direct|docker|http|identifier|identity|idp"
              + "|organization|registration|reset|sms|user-session|webauthn)(-.*)?");

  /** The enabled executions of a flow, in order. */
  static List<FlowStep> of(RealmModel realm, String flowId) {
    return realm
        .getAuthenticationExecutionsStream(flowId)
        .filter(execution -> !execution.isDisabled())
        .map(
            execution ->
                new FlowStep(
                    execution.getId(),
                    execution.isAuthenticatorFlow() ? null : execution.getAuthenticator(),
                    execution.getRequirement(),
                    execution.isAuthenticatorFlow() ? of(realm, execution.getFlowId()) : List.of()))
        .toList();
  }

  /** This execution and those of its subflows. */
  Stream<FlowStep> all() {
    return Stream.concat(Stream.of(this), steps.stream().flatMap(FlowStep::all));
  }

  /**
   * Whether the user must be verified after the execution with this id, whichever alternative is
   * selected. A conditional subflow does not count, because it may be skipped.
   *
   * @param flow the executions of the whole flow
   */
  static boolean proveAfter(List<FlowStep> flow, String id) {
    List<FlowStep> run = run(flow);
    for (int i = 0; i < run.size(); i++) {
      FlowStep step = run.get(i);
      if (step.all().anyMatch(inside -> inside.id().equals(id))) {
        boolean alone = step.requirement() == Requirement.ALTERNATIVE;
        return proveAfter(step.steps(), id) || (!alone && prove(run.subList(i + 1, run.size())));
      }
    }
    return false;
  }

  /** The executions that run: like Keycloak, it omits alternative ones beside required ones. */
  private static List<FlowStep> run(List<FlowStep> steps) {
    List<FlowStep> all =
        steps.stream()
            .filter(step -> step.provider() == null || !step.provider().startsWith(CONDITION))
            .toList();
    List<FlowStep> required =
        all.stream().filter(step -> step.requirement() != Requirement.ALTERNATIVE).toList();
    return required.isEmpty() ? all : required;
  }

  /** The providers of the executions that every user passes, whichever alternative is selected. */
  static Set<String> always(List<FlowStep> flow) {
    List<FlowStep> run = run(flow);
    Set<String> passed = new HashSet<>();
    if (isChoice(run)) {
      passed.addAll(run.get(0).always());
      run.forEach(step -> passed.retainAll(step.always()));
    } else {
      run.stream()
          .filter(step -> step.requirement() == Requirement.REQUIRED)
          .forEach(step -> passed.addAll(step.always()));
    }
    return passed;
  }

  private Set<String> always() {
    return provider == null ? always(steps) : Set.of(provider);
  }

  private static boolean isChoice(List<FlowStep> run) {
    return !run.isEmpty()
        && run.stream().allMatch(step -> step.requirement() == Requirement.ALTERNATIVE);
  }

  /**
   * Whether this execution and those of its subflows are Keycloak's or this extension's, and none
   * denies access.
   */
  boolean isSupported() {
    return all()
        .map(FlowStep::provider)
        .filter(Objects::nonNull)
        .allMatch(id -> KNOWN.matcher(id).matches() && !ProviderIds.DENY_ACCESS.equals(id));
  }

  private static boolean prove(List<FlowStep> run) {
    return isChoice(run)
        ? run.stream().allMatch(FlowStep::proves)
        : run.stream()
            .filter(step -> step.requirement() == Requirement.REQUIRED)
            .anyMatch(FlowStep::proves);
  }

  private boolean proves() {
    return provider == null
        ? prove(run(steps))
        : PROOFS.contains(provider) || !KNOWN.matcher(provider).matches();
  }
}
