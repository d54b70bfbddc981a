package io.github.phoneidentity.authentication;

import org.keycloak.Config;
import org.keycloak.events.Event;
import org.keycloak.events.EventListenerProvider;
import org.keycloak.events.EventListenerProviderFactory;
import org.keycloak.events.admin.AdminEvent;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;

/**
 * An event listener of all realms, which an administrator need not enable. It is called in the
 * transaction of the event, before the commit; Keycloak only logs its exceptions.
 */
public interface GlobalEventListener extends EventListenerProviderFactory {

  /** A user event of the session's realm, errors included. */
  void onEvent(KeycloakSession session, Event event);

  /** An admin event; its realm is the session's. */
  default void onEvent(KeycloakSession session, AdminEvent event) {}

  @Override
  default EventListenerProvider create(KeycloakSession session) {
    GlobalEventListener listener = this;
    return new EventListenerProvider() {
      @Override
      public void onEvent(Event event) {
        listener.onEvent(session, event);
      }

      @Override
      public void onEvent(AdminEvent event, boolean includeRepresentation) {
        listener.onEvent(session, event);
      }

      @Override
      public void close() {}
    };
  }

  @Override
  default boolean isGlobal() {
    return true;
  }

  @Override
  default void init(Config.Scope config) {}

  @Override
  default void postInit(KeycloakSessionFactory factory) {}

  @Override
  default void close() {}
}
