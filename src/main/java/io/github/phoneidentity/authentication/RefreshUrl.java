package io.github.phoneidentity.authentication;

import java.net.URI;
import java.util.stream.Stream;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.models.AuthenticationExecutionModel;
import org.keycloak.models.RealmModel;
import org.keycloak.sessions.CommonClientSessionModel.ExecutionStatus;

/**
 * The URL that shows an execution again by GET, so that its page can be reloaded.
 *
 * <p>A GET restarts the flow at the user's preferred alternative. If another one was selected ("Try
 * another way"), the URL carries an access code for this execution, which is valid once.
 */
record RefreshUrl(AuthenticationFlowContext context) {

  URI address() {
    URI address =
        isPreferred() && !isAfterShownAlternative()
            ? context.getRefreshExecutionUrl()
            : context.getActionUrl(context.generateAccessCode());
    return new Invitation(context.getSession(), context.getAuthenticationSession()).keep(address);
  }

  private boolean isPreferred() {
    var alternatives = context.getAuthenticationSelections();
    return alternatives.isEmpty()
        || alternatives.get(0).getAuthExecId().equals(context.getExecution().getId());
  }

  /** Whether an alternative to this execution, or to a subflow around it, was shown before. */
  private boolean isAfterShownAlternative() {
    RealmModel realm = context.getRealm();
    return Stream.iterate(
            context.getExecution(),
            execution -> execution != null,
            execution -> realm.getAuthenticationExecutionByFlowId(execution.getParentFlow()))
        .filter(AuthenticationExecutionModel::isAlternative)
        .anyMatch(this::isAfterShownAlternative);
  }

  private boolean isAfterShownAlternative(AuthenticationExecutionModel alternative) {
    var statuses = context.getAuthenticationSession().getExecutionStatus();
    return context
        .getRealm()
        .getAuthenticationExecutionsStream(alternative.getParentFlow())
        .takeWhile(other -> !other.getId().equals(alternative.getId()))
        .filter(AuthenticationExecutionModel::isAlternative)
        .anyMatch(other -> statuses.get(other.getId()) == ExecutionStatus.CHALLENGED);
  }
}
