package io.github.phoneidentity.authentication;

import io.github.phoneidentity.account.BruteForceReports;
import io.github.phoneidentity.policy.RealmPolicy;
import org.keycloak.events.Event;
import org.keycloak.events.EventType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * Does what follows from a login through the pages that has succeeded as a whole, which only
 * Keycloak's event tells: right codes are reported, and the browser is known from then on. Password
 * grants have no authentication session of a browser. Every realm has it, because an administrator
 * cannot forget it then.
 */
public final class CompletedLogin implements GlobalEventListener {

  private static final String ID = "phone-identity-completed-login";

  @Override
  public void onEvent(KeycloakSession session, Event event) {
    AuthenticationSessionModel login = session.getContext().getAuthenticationSession();
    if (event.getType() != EventType.LOGIN || event.getError() != null || login == null) {
      return;
    }
    UserModel user = login.getAuthenticatedUser();
    if (user != null) {
      new BruteForceReports(session).loggedIn(login, user);
      if (RealmPolicy.participates(login.getRealm())) {
        KnownBrowser.remember(session, user);
      }
    }
  }

  @Override
  public String getId() {
    return ID;
  }
}
