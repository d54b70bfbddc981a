package io.github.phoneidentity.identity.jpa;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jboss.logging.Logger;
import org.keycloak.common.util.Time;
import org.keycloak.events.EventListenerProvider;
import org.keycloak.events.EventListenerProviderFactory;
import org.keycloak.events.EventStoreProvider;
import org.keycloak.events.admin.AdminEvent;
import org.keycloak.events.admin.AuthDetails;
import org.keycloak.events.admin.OperationType;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.utils.KeycloakModelUtils;
import org.keycloak.provider.ProviderFactory;
import org.keycloak.representations.AccessToken;

/**
 * Stores admin events after the request that they report, on behalf of its administrator.
 * Keycloak's own builder requires an administrator; imports and background work have none.
 */
final class AdminEvents {

  private static final Logger LOG = Logger.getLogger(AdminEvents.class);

  private final AuthDetails authDetails = new AuthDetails();
  private final boolean byAdministrator;

  /**
   * @param session the session of the request that the events report; null for background work
   */
  AdminEvents(KeycloakSession session) {
    byAdministrator =
        session != null
            && session.getContext().getUser() != null
            && session.getContext().getBearerToken() instanceof AccessToken;
    if (byAdministrator) {
      AccessToken token = (AccessToken) session.getContext().getBearerToken();
      String name = token.getIssuer().substring(token.getIssuer().lastIndexOf('/') + 1);
      RealmModel home = session.realms().getRealmByName(name);
      ClientModel client = home.getClientByClientId(token.getIssuedFor());
      authDetails.setRealmId(home.getId());
      authDetails.setRealmName(home.getName());
      authDetails.setClientId(client == null ? null : client.getId());
      authDetails.setUserId(session.getContext().getUser().getId());
      authDetails.setIpAddress(session.getContext().getConnection().getRemoteHost());
    }
  }

  /** Whether the request has an administrator's token. */
  boolean isByAdministrator() {
    return byAdministrator;
  }

  /** Stores an event and notifies the realm's listeners, in the transaction of {@code session}. */
  void store(
      KeycloakSession session,
      RealmModel realm,
      OperationType operation,
      String resource,
      String path,
      Map<String, String> details) {
    AdminEvent event = new AdminEvent();
    event.setId(KeycloakModelUtils.generateId());
    event.setTime(Time.currentTimeMillis());
    event.setRealmId(realm.getId());
    event.setRealmName(realm.getName());
    event.setAuthDetails(authDetails);
    event.setOperationType(operation);
    event.setResourceTypeAsString(resource);
    event.setResourcePath(path);
    event.setDetails(details);
    boolean detailed = realm.isAdminEventsDetailsEnabled();
    EventStoreProvider store = session.getProvider(EventStoreProvider.class);
    if (realm.isAdminEventsEnabled() && store != null) {
      store.onEvent(event, detailed);
    }
    Set<String> listening = new HashSet<>(realm.getEventsListenersStream().toList());
    session
        .getKeycloakSessionFactory()
        .getProviderFactoriesStream(EventListenerProvider.class)
        .filter(listener -> isGlobal(listener) || listening.contains(listener.getId()))
        .forEach(listener -> notify(session, listener.getId(), event, detailed));
  }

  private static boolean isGlobal(ProviderFactory<?> listener) {
    return listener instanceof EventListenerProviderFactory factory && factory.isGlobal();
  }

  /** A failing listener must not fail the operation; Keycloak handles its own events alike. */
  private static void notify(
      KeycloakSession session, String listener, AdminEvent event, boolean detailed) {
    try {
      session.getProvider(EventListenerProvider.class, listener).onEvent(event, detailed);
    } catch (RuntimeException e) {
      LOG.errorf(e, "Event listener %s failed", listener);
    }
  }
}
