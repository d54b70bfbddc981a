package io.github.phoneidentity.events.listener;

import io.github.phoneidentity.events.jpa.UserEventOutbox;
import org.jspecify.annotations.Nullable;
import org.keycloak.events.Details;
import org.keycloak.events.Event;
import org.keycloak.events.EventListenerProvider;
import org.keycloak.events.EventType;
import org.keycloak.events.admin.AdminEvent;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.credential.PasswordCredentialModel;

/**
 * Listens to Keycloak's events for what its tables do not show: the actor of a partial import, and
 * the change of a password that only a directory stores. All other changes are recorded by a
 * Hibernate listener, on every path.
 */
final class UserEventListener implements EventListenerProvider {

  private static final String RESET = "/reset-password";

  private final KeycloakSession session;
  private final @Nullable UserEventOutbox outbox;

  /**
   * A listener for one session.
   *
   * @param outbox null if the server has no broker
   */
  UserEventListener(KeycloakSession session, @Nullable UserEventOutbox outbox) {
    this.session = session;
    this.outbox = outbox;
  }

  @Override
  public void onEvent(Event event) {
    if (outbox != null
        && event.getError() == null
        && event.getType() == EventType.UPDATE_CREDENTIAL
        && event.getDetails() != null
        && PasswordCredentialModel.TYPE.equals(event.getDetails().get(Details.CREDENTIAL_TYPE))) {
      passwordChanged(outbox, event.getRealmId(), event.getUserId());
    }
  }

  @Override
  public void onEvent(AdminEvent event, boolean includeRepresentation) {
    if (outbox == null || event.getError() != null) {
      return;
    }
    if (event.getAuthDetails() != null && event.getAuthDetails().getUserId() != null) {
      // A partial import runs in a session that does not know the administrator's token.
      outbox.actedBy(session, event.getAuthDetails().getUserId());
    }
    String path = event.getResourcePath();
    if (path != null && path.endsWith(RESET)) {
      String user = path.substring(0, path.length() - RESET.length());
      passwordChanged(outbox, event.getRealmId(), user.substring(user.lastIndexOf('/') + 1));
    }
  }

  private void passwordChanged(UserEventOutbox to, String realmId, String userId) {
    RealmModel realm = session.realms().getRealm(realmId);
    UserModel user = session.users().getUserById(realm, userId);
    if (user != null && user.isFederated()) {
      to.passwordChanged(session, userId);
    }
  }

  @Override
  public void close() {}
}
