package io.github.phoneidentity.authentication;

import io.github.phoneidentity.account.BruteForceReports;
import io.github.phoneidentity.policy.RealmPolicy;
import org.keycloak.Config;
import org.keycloak.events.Event;
import org.keycloak.events.EventListenerProvider;
import org.keycloak.events.EventListenerProviderFactory;
import org.keycloak.events.EventType;
import org.keycloak.events.admin.AdminEvent;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.UserModel;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * Does what follows from a login through the pages that has succeeded as a whole, which only
 * Keycloak's event tells: right codes are reported, and the browser is known from then on. Password
 * grants have no authentication session of a browser. Every realm has it, because an administrator
 * cannot forget it then.
 */
public final class CompletedLogin implements EventListenerProviderFactory {

  private static final String ID = "phone-identity-completed-login";

  private static void onEvent(KeycloakSession session, Event event) {
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
  public EventListenerProvider create(KeycloakSession session) {
    return new EventListenerProvider() {
      @Override
      public void onEvent(Event event) {
        CompletedLogin.onEvent(session, event);
      }

      @Override
      public void onEvent(AdminEvent event, boolean includeRepresentation) {}

      @Override
      public void close() {}
    };
  }

  @Override
  public boolean isGlobal() {
    return true;
  }

  @Override
  public String getId() {
    return ID;
  }

  @Override
  public void init(Config.Scope config) {}

  @Override
  public void postInit(KeycloakSessionFactory factory) {}

  @Override
  public void close() {}
}
