package io.github.phoneidentity.authentication;

import io.github.phoneidentity.account.BruteForceReports;
import io.github.phoneidentity.account.PasswordChanges;
import io.github.phoneidentity.policy.ProviderIds;
import io.github.phoneidentity.policy.RealmPolicy;
import org.jboss.logging.Logger;
import org.keycloak.events.Event;
import org.keycloak.events.EventType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * Handles a completed browser login, which is only reported by Keycloak's event: it reports the
 * right codes to the brute-force protection and remembers the browser. Password grants have no
 * authentication session of a browser. The listener is global, so that an administrator need not
 * enable it.
 */
public final class CompletedLogin implements GlobalEventListener {

  private static final Logger LOGGER = Logger.getLogger(CompletedLogin.class);

  @Override
  public void onEvent(KeycloakSession session, Event event) {
    AuthenticationSessionModel login = session.getContext().getAuthenticationSession();
    if (event.getError() != null || login == null) {
      return;
    }
    if (event.getType() != EventType.LOGIN) {
      RequestUser.note(session, event);
    }
    UserModel user = login.getAuthenticatedUser();
    boolean replaced =
        switch (event.getType()) {
          case LOGIN -> RequestUser.isAnother(session, login, event.getUserId());
          case REGISTER -> false;
          default -> RequestUser.isReplaced(session, login);
        };
    if (replaced) {
      rollBack(session, "whose user was replaced by another request of the same browser");
    } else if (event.getType() != EventType.LOGIN || user == null) {
      return;
    } else if (isStale(session, login, user)) {
      rollBack(session, "that is older than a change of the password");
    } else {
      new BruteForceReports(session).loggedIn(login, user);
      if (RealmPolicy.participates(login.getRealm())) {
        KnownBrowser.remember(session, user);
      }
    }
  }

  /** Nothing of the request remains: no user session, and no code that could be redeemed. */
  private static void rollBack(KeycloakSession session, String which) {
    if (!session.getTransactionManager().getRollbackOnly()) {
      session.getTransactionManager().setRollbackOnly();
      LOGGER.warnf("Rolled back a login %s", which);
    }
  }

  /**
   * Keycloak does not evaluate required actions again when consent is given, so the password may
   * have been changed while the login was on the consent page.
   */
  private static boolean isStale(
      KeycloakSession session, AuthenticationSessionModel login, UserModel user) {
    PasswordChanges changes = new PasswordChanges(session);
    return !changes.isEndChecked() && changes.mustNotEnd(login, user);
  }

  @Override
  public String getId() {
    return ProviderIds.COMPLETED_LOGIN;
  }
}
