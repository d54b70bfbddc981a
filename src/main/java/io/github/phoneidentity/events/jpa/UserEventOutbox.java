package io.github.phoneidentity.events.jpa;

import io.github.phoneidentity.events.CloudEventWriter;
import org.hibernate.Session;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.utils.KeycloakModelUtils;

/** The rows of what becomes of users, written in the transactions that do it. */
public final class UserEventOutbox {

  private final UserChangeListener changes;

  /**
   * @param writer how events are told
   */
  public UserEventOutbox(CloudEventWriter writer) {
    this.changes = new UserChangeListener(writer);
  }

  /** Writes from now on what this server does. */
  public void open(KeycloakSessionFactory sessions) {
    KeycloakModelUtils.runJobInTransaction(
        sessions,
        session ->
            changes.listen(session.getProvider(JpaConnectionProvider.class).getEntityManager()));
    sessions.register(new Departures(changes));
  }

  /** A password was changed that only the user's directory stores. */
  public void passwordChanged(KeycloakSession session, String userId) {
    Session db = db(session);
    changes.of(db).of(userId).passwordChanged();
    changes.schedule(db);
  }

  /**
   * What is deleted in this session is deleted by this administrator, unless it is known better.
   */
  public void actedBy(KeycloakSession session, String userId) {
    changes.of(db(session)).actedBy(userId);
  }

  private static Session db(KeycloakSession session) {
    return session
        .getProvider(JpaConnectionProvider.class)
        .getEntityManager()
        .unwrap(Session.class);
  }
}
