package io.github.phoneidentity.authentication;

import io.github.phoneidentity.account.PasswordChanges;
import io.github.phoneidentity.policy.EventErrors;
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
import org.keycloak.services.messages.Messages;
import org.keycloak.sessions.AuthenticationSessionModel;
import org.keycloak.sessions.RootAuthenticationSessionModel;

/**
 * A login whose first factor is older than a change of the password by another session. It must not
 * continue, because the password may have been changed because of an attacker.
 */
public final class StaleLogin {

  private static final String MESSAGE = "phoneIdentity.error.passwordChanged";

  private static final String GONE = "phoneIdentity.error.accountGone";

  private StaleLogin() {}

  /** Fails a stale login and the request with an error page; otherwise does nothing. */
  public static void refuse(AuthenticationFlowContext context) {
    refuse(
        context.getSession(),
        context.getAuthenticationSession(),
        context.getUser(),
        context.getEvent());
  }

  /**
   * Fails a stale login, or one whose user was deleted meanwhile, and the request with an error
   * page; otherwise does nothing.
   */
  public static void refuse(RequiredActionContext context) {
    requireUser(context);
    refuse(
        context.getSession(),
        context.getAuthenticationSession(),
        context.getUser(),
        context.getEvent());
  }

  /** Does the same for an execution that requires a user, who may have been deleted meanwhile. */
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
      throw fail(session, authSession, user, event);
    }
  }

  /**
   * The same for a login that has passed its flow, whichever required action it waits at, those of
   * Keycloak's own included, and for one whose user was replaced: what this very request has
   * changed is rolled back.
   */
  public static void refuseEnd(RequiredActionContext context) {
    requireUser(context);
    KeycloakSession session = context.getSession();
    AuthenticationSessionModel authSession = context.getAuthenticationSession();
    UserModel user = context.getUser();
    if (RequestUser.isReplaced(session, authSession)) {
      context.getEvent().clone().error(Errors.DIFFERENT_USER_AUTHENTICATED);
      throw new ErrorPageException(
          session, authSession, Response.Status.BAD_REQUEST, Messages.EXPIRED_ACTION);
    }
    if (new PasswordChanges(session).mustNotEnd(authSession, user)) {
      throw fail(session, authSession, user, context.getEvent());
    }
  }

  /** Removes the sessions in a new transaction, because ErrorPageException rolls this one back. */
  private static ErrorPageException fail(
      KeycloakSession session,
      AuthenticationSessionModel authSession,
      UserModel user,
      EventBuilder event) {
    event.clone().user(user).error(EventErrors.PASSWORD_CHANGED);
    ErrorPageException page =
        new ErrorPageException(session, authSession, Response.Status.BAD_REQUEST, MESSAGE);
    String root = authSession.getParentSession().getId();
    String tabId = authSession.getTabId();
    KeycloakModelUtils.runJobInTransaction(
        session.getKeycloakSessionFactory(),
        session.getContext(),
        newSession -> remove(newSession, root, tabId));
    return page;
  }

  private static void remove(KeycloakSession newSession, String root, String tabId) {
    var realm = newSession.getContext().getRealm();
    RootAuthenticationSessionModel sessions =
        newSession.authenticationSessions().getRootAuthenticationSession(realm, root);
    if (sessions != null) {
      sessions.removeAuthenticationSessionByTabId(tabId);
    }
    UserSessionModel login = newSession.sessions().getUserSession(realm, root);
    if (login != null) {
      AuthenticationManager.backchannelLogout(newSession, login, true);
    }
  }
}
