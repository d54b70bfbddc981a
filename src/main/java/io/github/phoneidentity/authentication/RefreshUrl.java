package io.github.phoneidentity.authentication;

import java.net.URI;
import java.util.stream.Stream;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.models.AuthenticationExecutionModel;
import org.keycloak.models.RealmModel;
import org.keycloak.sessions.CommonClientSessionModel.ExecutionStatus;

/**
 * Where a step of a flow is fetched anew, so that a page which answers a post can be reloaded.
 *
 * <p>A fetch begins the flow anew and ends at the way that Keycloak prefers for this user. Who has
 * chosen another way is kept there by a code for this execution, which is good for one fetch.
 */
record RefreshUrl(AuthenticationFlowContext context) {

  URI address() {
    URI address =
        isPreferred() && !isBehindAnotherWay()
            ? context.getRefreshExecutionUrl()
            : context.getActionUrl(context.generateAccessCode());
    return new Invitation(context.getSession(), context.getAuthenticationSession()).keep(address);
  }

  private boolean isPreferred() {
    var ways = context.getAuthenticationSelections();
    return ways.isEmpty() || ways.get(0).getAuthExecId().equals(context.getExecution().getId());
  }

  /** Whether an alternative to this step, or to a subflow around it, was shown and left. */
  private boolean isBehindAnotherWay() {
    RealmModel realm = context.getRealm();
    return Stream.iterate(
            context.getExecution(),
            execution -> execution != null,
            execution -> realm.getAuthenticationExecutionByFlowId(execution.getParentFlow()))
        .filter(AuthenticationExecutionModel::isAlternative)
        .anyMatch(this::isBehindAnotherWay);
  }

  private boolean isBehindAnotherWay(AuthenticationExecutionModel way) {
    var statuses = context.getAuthenticationSession().getExecutionStatus();
    return context
        .getRealm()
        .getAuthenticationExecutionsStream(way.getParentFlow())
        .takeWhile(other -> !other.getId().equals(way.getId()))
        .filter(AuthenticationExecutionModel::isAlternative)
        .anyMatch(other -> statuses.get(other.getId()) == ExecutionStatus.CHALLENGED);
  }
}
