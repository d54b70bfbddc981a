package io.github.phoneidentity.account.jpa;

import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiConsumer;
import org.hibernate.Session;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.hibernate.event.service.spi.EventListenerRegistry;
import org.hibernate.event.spi.EventType;
import org.hibernate.event.spi.PostDeleteEvent;
import org.hibernate.event.spi.PostDeleteEventListener;
import org.hibernate.event.spi.PostInsertEvent;
import org.hibernate.event.spi.PostInsertEventListener;
import org.hibernate.event.spi.PostUpdateEvent;
import org.hibernate.event.spi.PostUpdateEventListener;
import org.hibernate.persister.entity.EntityPersister;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.credential.PasswordCredentialModel;
import org.keycloak.models.jpa.entities.CredentialEntity;
import org.keycloak.models.jpa.entities.UserEntity;

/**
 * Sees every change of a stored password, through whichever entrance it comes, and has it recorded
 * before the transaction commits: while a flush goes on nothing can be queried.
 */
public final class PasswordChangeListener
    implements PostInsertEventListener, PostUpdateEventListener, PostDeleteEventListener {

  private static final long serialVersionUID = 1L;
  private static final String PENDING = "phone-identity.changed-passwords";
  private static final String CREATED = "phone-identity.created-users";

  private final transient BiConsumer<PasswordChangeTable, String> record;

  private PasswordChangeListener(BiConsumer<PasswordChangeTable, String> record) {
    this.record = record;
  }

  /**
   * Listens from now on.
   *
   * @param record takes the id of each user whose password the transaction has changed
   */
  public static void register(
      KeycloakSession session, BiConsumer<PasswordChangeTable, String> record) {
    PasswordChangeListener listener = new PasswordChangeListener(record);
    EventListenerRegistry registry =
        session
            .getProvider(JpaConnectionProvider.class)
            .getEntityManager()
            .getEntityManagerFactory()
            .unwrap(SessionFactoryImplementor.class)
            .getEventEngine()
            .getListenerRegistry();
    registry.appendListeners(EventType.POST_INSERT, listener);
    registry.appendListeners(EventType.POST_UPDATE, listener);
    registry.appendListeners(EventType.POST_DELETE, listener);
  }

  @Override
  public void onPostInsert(PostInsertEvent event) {
    if (event.getSession() instanceof Session session) {
      if (event.getEntity() instanceof UserEntity user) {
        ids(session, CREATED).add(user.getId());
      } else if (event.getEntity() instanceof CredentialEntity credential
          && !ids(session, CREATED).contains(credential.getUser().getId())) {
        changed(credential, event.getSession());
      }
    }
  }

  /**
   * Keycloak hashes a password anew at a login after the policy has changed, and keeps the date of
   * the credential: only with another date it is another password.
   */
  @Override
  public void onPostUpdate(PostUpdateEvent event) {
    if (event.getEntity() instanceof CredentialEntity credential) {
      int date = event.getPersister().getPropertyIndex("createdDate");
      Object before = event.getOldState() == null ? null : event.getOldState()[date];
      if (!Objects.equals(before, credential.getCreatedDate())) {
        changed(credential, event.getSession());
      }
    }
  }

  @Override
  public void onPostDelete(PostDeleteEvent event) {
    if (event.getEntity() instanceof CredentialEntity credential) {
      changed(credential, event.getSession());
    }
  }

  @Override
  public boolean requiresPostCommitHandling(EntityPersister persister) {
    return false;
  }

  private void changed(CredentialEntity credential, SharedSessionContractImplementor db) {
    if (PasswordCredentialModel.TYPE.equals(credential.getType()) && db instanceof Session owner) {
      Set<String> pending = ids(owner, PENDING);
      boolean first = pending.isEmpty();
      pending.add(credential.getUser().getId());
      if (first) {
        db.getTransactionCompletionCallbacks()
            .registerCallback(
                committing -> pending.forEach(id -> record.accept(table(committing), id)));
      }
    }
  }

  private static PasswordChangeTable table(SharedSessionContractImplementor db) {
    return new PasswordChangeTable(db);
  }

  @SuppressWarnings("unchecked")
  private static Set<String> ids(Session session, String property) {
    Object ids = session.getProperties().get(property);
    if (ids == null) {
      ids = new HashSet<String>();
      session.setProperty(property, ids);
    }
    return (Set<String>) ids;
  }
}
