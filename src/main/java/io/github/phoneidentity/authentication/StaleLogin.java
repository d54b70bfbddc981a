package io.github.phoneidentity.authentication;

import io.github.phoneidentity.account.PasswordChanges;
import jakarta.ws.rs.core.Response;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.authentication.RequiredActionContext;
import org.keycloak.events.Errors;
import org.keycloak.events.EventBuilder;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.models.utils.KeycloakModelUtils;
import org.keycloak.services.ErrorPageException;
import org.keycloak.services.managers.AuthenticationManager;
import org.keycloak.sessions.AuthenticationSessionModel;
import org.keycloak.sessions.RootAuthenticationSessionModel;

/**
 * A login whose first factor is older than a change of the password elsewhere: whoever goes on with
 * it may be the one against whom the password was changed.
 */
public final class StaleLogin {

  private static final String EVENT = "password_changed";
  private static final String MESSAGE = "phoneIdentity.error.passwordChanged";

  private static final String GONE = "phoneIdentity.error.accountGone";

  private StaleLogin() {}

  /** Ends such a login, and the request, with a page; otherwise does nothing. */
  public static void refuse(AuthenticationFlowContext context) {
    refuse(
        context.getSession(),
        context.getAuthenticationSession(),
        context.getUser(),
        context.getEvent());
  }

  /**
   * Ends such a login, and the request, with a page; so it does when its user was deleted
   * meanwhile. Otherwise does nothing.
   */
  public static void refuse(RequiredActionContext context) {
    requireUser(context);
    refuse(
        context.getSession(),
        context.getAuthenticationSession(),
        context.getUser(),
        context.getEvent());
  }

  /** The same for a step of a user who is known already: one who was deleted meanwhile is told. */
  public static void refuseWithUser(AuthenticationFlowContext context) {
    requireUser(
        context.getSession(),
        context.getAuthenticationSession(),
        context.getUser(),
        context.getEvent());
    refuse(context);
  }

  private static void requireUser(RequiredActionContext context) {
    requireUser(
        context.getSession(),
        context.getAuthenticationSession(),
        context.getUser(),
        context.getEvent());
  }

  private static void requireUser(
      KeycloakSession session,
      AuthenticationSessionModel authSession,
      UserModel user,
      EventBuilder event) {
    if (user == null) {
      event.clone().error(Errors.USER_NOT_FOUND);
      throw new ErrorPageException(session, authSession, Response.Status.BAD_REQUEST, GONE);
    }
  }

  private static void refuse(
      KeycloakSession session,
      AuthenticationSessionModel authSession,
      UserModel user,
      EventBuilder event) {
    if (new PasswordChanges(session).isStale(authSession, user)) {
      throw end(session, authSession, user, event);
    }
  }

  /**
   * The same for a login that has passed its flow, whichever required action it waits at, those of
   * Keycloak's own included: what this very request has changed is rolled back.
   */
  public static void refuseEnd(RequiredActionContext context) {
    requireUser(context);
    KeycloakSession session = context.getSession();
    AuthenticationSessionModel authSession = context.getAuthenticationSession();
    UserModel user = context.getUser();
    if (new PasswordChanges(session).mustNotEnd(authSession, user)) {
      throw end(session, authSession, user, context.getEvent());
    }
  }

  /**
   * Rolls back (ErrorPageException does), so that the sessions are removed in a transaction apart.
   */
  private static ErrorPageException end(
      KeycloakSession session,
      AuthenticationSessionModel authSession,
      UserModel user,
      EventBuilder event) {
    event.clone().user(user).error(EVENT);
    ErrorPageException page =
        new ErrorPageException(session, authSession, Response.Status.BAD_REQUEST, MESSAGE);
    String root = authSession.getParentSession().getId();
    String tabId = authSession.getTabId();
    KeycloakModelUtils.runJobInTransaction(
        session.getKeycloakSessionFactory(), session.getContext(), own -> remove(own, root, tabId));
    return page;
  }

  private static void remove(KeycloakSession own, String root, String tabId) {
    var realm = own.getContext().getRealm();
    RootAuthenticationSessionModel sessions =
        own.authenticationSessions().getRootAuthenticationSession(realm, root);
    if (sessions != null) {
      sessions.removeAuthenticationSessionByTabId(tabId);
    }
    UserSessionModel login = own.sessions().getUserSession(realm, root);
    if (login != null) {
      AuthenticationManager.backchannelLogout(own, login, true);
    }
  }
}
