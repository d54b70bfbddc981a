package io.github.phoneidentity.authentication;

import java.util.function.Consumer;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.authentication.FlowStatus;
import org.keycloak.events.Event;
import org.keycloak.events.EventType;
import org.keycloak.models.Constants;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;
import org.keycloak.services.resources.LoginActionsService;
import org.keycloak.sessions.AuthenticationSessionModel;
import org.keycloak.sessions.CommonClientSessionModel.Action;

/**
 * The user with whom a request of an authentication session begins. The other requests of the same
 * browser share that authentication session: while one hashes a password, another one can restart
 * it and name another user in it, who has proven nothing. The request must not end as that user's.
 */
public final class RequestUser {

  private static final String ATTRIBUTE = "phone-identity.request-user";

  private RequestUser() {}

  /**
   * Notes whom a request is about that registers a user or carries out a required action: Keycloak
   * sends an event of that before it goes on with the login.
   */
  static void note(KeycloakSession session, Event event) {
    boolean first = session.getAttribute(ATTRIBUTE) == null;
    if (first
        && event.getUserId() != null
        && event.getType() != EventType.LOGOUT
        && (event.getType() == EventType.REGISTER || isRequiredAction(session))) {
      session.setAttribute(ATTRIBUTE, event.getUserId());
    }
  }

  /** Whether the request is about another user than this one. */
  static boolean isAnother(KeycloakSession session, String userId) {
    String noted = session.getAttribute(ATTRIBUTE, String.class);
    return noted != null && !noted.equals(userId);
  }

  /** Whether the authentication session has been restarted, or has another user, since then. */
  static boolean isReplaced(KeycloakSession session, AuthenticationSessionModel authSession) {
    UserModel user = authSession.getAuthenticatedUser();
    return session.getAttribute(ATTRIBUTE) != null
        && isOfRequest(session, authSession)
        && ((user != null && isAnother(session, user.getId()))
            || (isRequiredAction(session)
                && !Action.REQUIRED_ACTIONS.name().equals(authSession.getAction())));
  }

  /**
   * Carries out a step, and ends the flow with an error if it succeeds for another user than the
   * one whom the authentication session has by then.
   */
  public static void keep(
      AuthenticationFlowContext context, Consumer<AuthenticationFlowContext> step) {
    UserModel user = context.getUser();
    step.accept(context);
    if (context.getStatus() == FlowStatus.SUCCESS) {
      context.setUser(user);
    }
  }

  /** Keycloak makes authentication sessions of its own, for example to end other sessions. */
  private static boolean isOfRequest(
      KeycloakSession session, AuthenticationSessionModel authSession) {
    return authSession
        .getTabId()
        .equals(session.getContext().getUri().getQueryParameters().getFirst(Constants.TAB_ID));
  }

  private static boolean isRequiredAction(KeycloakSession session) {
    return session
        .getContext()
        .getUri()
        .getPath()
        .contains("/login-actions/" + LoginActionsService.REQUIRED_ACTION);
  }
}
