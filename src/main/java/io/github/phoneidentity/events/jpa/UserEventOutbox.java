package io.github.phoneidentity.events.jpa;

import io.github.phoneidentity.events.CloudEventWriter;
import org.hibernate.Session;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.utils.KeycloakModelUtils;

/** Writes user events to the outbox, in the transactions that change the users. */
public final class UserEventOutbox {

  private final UserChangeListener changes;

  /**
   * An outbox that does not listen yet.
   *
   * @param writer serializes the events
   */
  public UserEventOutbox(CloudEventWriter writer) {
    this.changes = new UserChangeListener(writer);
  }

  /** Starts to listen to the changes of this server. */
  public void open(KeycloakSessionFactory sessions) {
    KeycloakModelUtils.runJobInTransaction(
        sessions,
        session ->
            changes.listen(session.getProvider(JpaConnectionProvider.class).getEntityManager()));
    sessions.register(new UserDeletions(changes));
  }

  /** Records the change of a password that only the user's directory stores. */
  public void passwordChanged(KeycloakSession session, String userId) {
    Session db = db(session);
    changes.of(db).of(userId).passwordChanged();
    changes.schedule(db);
  }

  /**
   * Records the administrator of this session, who is the actor of its deletions unless Keycloak's
   * session has an actor.
   *
   * @param userId the administrator's id
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
