package io.github.phoneidentity.authentication;

import io.github.phoneidentity.policy.AuthNote.OfExecution;
import java.util.Optional;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.authentication.Authenticator;
import org.keycloak.events.Event;
import org.keycloak.events.EventType;
import org.keycloak.models.AuthenticationExecutionModel;
import org.keycloak.models.Constants;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.services.resources.LoginActionsService;
import org.keycloak.sessions.AuthenticationSessionModel;
import org.keycloak.sessions.CommonClientSessionModel.Action;
import org.keycloak.sessions.CommonClientSessionModel.ExecutionStatus;

/**
 * The user whom a request of an authentication session is about. The other requests of the same
 * browser share that authentication session: while one hashes a password, another one can restart
 * it and name another user in it, who has proven nothing. The request must not end as that user's,
 * and no later one either.
 */
public final class RequestUser {

  private static final String ATTRIBUTE = "phone-identity.request-user";
  private static final String CONSENT = "consent";

  private RequestUser() {}

  /**
   * Notes whom a request is about that registers a user or carries out a required action: Keycloak
   * sends an event of that before it goes on with the login.
   */
  static void note(KeycloakSession session, Event event) {
    if (event.getUserId() != null
        && event.getType() != EventType.LOGOUT
        && (event.getType() == EventType.REGISTER || isRequiredAction(session))) {
      note(session, event.getUserId());
    }
  }

  /**
   * Sets the user whose credential or code the execution has checked, right before it succeeds. The
   * request is about this user, and what has been checked counts for nobody else.
   *
   * @throws org.keycloak.authentication.AuthenticationFlowException if another request has named
   *     another user in the authentication session meanwhile
   */
  public static void checked(AuthenticationFlowContext context, UserModel user) {
    context.setUser(user);
    note(context.getSession(), user.getId());
    OfExecution.CHECKED_USER
        .of(context.getExecution().getId())
        .set(context.getAuthenticationSession(), user.getId());
  }

  /** The first user remains: whoever takes that place is another one. */
  private static void note(KeycloakSession session, String userId) {
    if (session.getAttribute(ATTRIBUTE) == null) {
      session.setAttribute(ATTRIBUTE, userId);
    }
  }

  /**
   * Whether the user must not be logged in: the request is about another one, a check that the
   * authentication session counts as passed was not of this user, or the authentication session was
   * restarted while consent was given.
   */
  static boolean isAnother(
      KeycloakSession session, AuthenticationSessionModel authSession, String userId) {
    String noted = session.getAttribute(ATTRIBUTE, String.class);
    return (noted != null && !noted.equals(userId))
        || (isPath(session, CONSENT) && !isAt(authSession, Action.OAUTH_GRANT))
        || authSession.getExecutionStatus().entrySet().stream()
            .filter(execution -> execution.getValue() == ExecutionStatus.SUCCESS)
            .filter(execution -> isCheck(session, authSession.getRealm(), execution.getKey()))
            .map(execution -> OfExecution.CHECKED_USER.of(execution.getKey()).get(authSession))
            .anyMatch(checked -> !checked.equals(Optional.of(userId)));
  }

  private static boolean isCheck(KeycloakSession session, RealmModel realm, String executionId) {
    AuthenticationExecutionModel execution = realm.getAuthenticationExecutionById(executionId);
    return execution != null
        && execution.getAuthenticator() != null
        && session
                .getKeycloakSessionFactory()
                .getProviderFactory(Authenticator.class, execution.getAuthenticator())
            instanceof UserCheckingFactory;
  }

  /** Whether the authentication session has been restarted, or has another user, since then. */
  static boolean isReplaced(KeycloakSession session, AuthenticationSessionModel authSession) {
    UserModel user = authSession.getAuthenticatedUser();
    return isOfRequest(session, authSession)
        && ((user != null && isAnother(session, authSession, user.getId()))
            || (session.getAttribute(ATTRIBUTE) != null
                && isRequiredAction(session)
                && !isAt(authSession, Action.REQUIRED_ACTIONS)));
  }

  /** Keycloak makes authentication sessions of its own, for example to end other sessions. */
  private static boolean isOfRequest(
      KeycloakSession session, AuthenticationSessionModel authSession) {
    return authSession
        .getTabId()
        .equals(session.getContext().getUri().getQueryParameters().getFirst(Constants.TAB_ID));
  }

  private static boolean isAt(AuthenticationSessionModel authSession, Action action) {
    return action.name().equals(authSession.getAction());
  }

  private static boolean isRequiredAction(KeycloakSession session) {
    return isPath(session, LoginActionsService.REQUIRED_ACTION);
  }

  private static boolean isPath(KeycloakSession session, String loginAction) {
    return session.getContext().getUri().getPath().contains("/login-actions/" + loginAction);
  }
}
