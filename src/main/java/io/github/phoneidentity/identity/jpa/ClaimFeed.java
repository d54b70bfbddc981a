package io.github.phoneidentity.identity.jpa;

import io.github.phoneidentity.identity.ClaimKind;
import java.util.Collection;
import org.hibernate.Session;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.hibernate.engine.spi.TransactionCompletionCallbacks.BeforeCompletionCallback;
import org.hibernate.event.service.spi.EventListenerRegistry;
import org.hibernate.event.spi.EventType;
import org.hibernate.event.spi.PostDeleteEvent;
import org.hibernate.event.spi.PostDeleteEventListener;
import org.hibernate.event.spi.PostInsertEvent;
import org.hibernate.event.spi.PostInsertEventListener;
import org.hibernate.event.spi.PostUpdateEvent;
import org.hibernate.event.spi.PostUpdateEventListener;
import org.hibernate.event.spi.PreCollectionUpdateEvent;
import org.hibernate.event.spi.PreCollectionUpdateEventListener;
import org.hibernate.persister.entity.EntityPersister;
import org.keycloak.models.jpa.entities.UserAttributeEntity;
import org.keycloak.models.jpa.entities.UserEntity;

/**
 * Sees every change of a user attribute that Keycloak makes, through whichever door, and has the
 * claims settled when the transaction has flushed and is about to commit. While a flush goes on
 * nothing can be queried: the listener collects.
 */
final class ClaimFeed
    implements PostInsertEventListener,
        PostUpdateEventListener,
        PostDeleteEventListener,
        PreCollectionUpdateEventListener {

  private static final long serialVersionUID = 1L;

  static void register(SessionFactoryImplementor sessions) {
    ClaimFeed feed = new ClaimFeed();
    EventListenerRegistry registry = sessions.getEventEngine().getListenerRegistry();
    registry.appendListeners(EventType.POST_INSERT, feed);
    registry.appendListeners(EventType.POST_UPDATE, feed);
    registry.appendListeners(EventType.POST_DELETE, feed);
    registry.appendListeners(EventType.PRE_COLLECTION_UPDATE, feed);
  }

  @Override
  public void onPostInsert(PostInsertEvent event) {
    if (event.getEntity() instanceof UserEntity user
        && event.getSession() instanceof Session session) {
      TouchedUsers.of(session).created(user.getId());
    }
    attributeChanged(event.getEntity(), event.getSession());
  }

  @Override
  public void onPostUpdate(PostUpdateEvent event) {
    attributeChanged(event.getEntity(), event.getSession());
  }

  @Override
  public void onPostDelete(PostDeleteEvent event) {
    attributeChanged(event.getEntity(), event.getSession());
  }

  /**
   * Keycloak removes attributes by a bulk statement and then takes them out of the user's
   * collection.
   */
  @Override
  public void onPreUpdateCollection(PreCollectionUpdateEvent event) {
    if (event.getAffectedOwnerOrNull() instanceof UserEntity
        && event.getCollection().getStoredSnapshot() instanceof Collection<?> before) {
      for (Object element : before) {
        if (element instanceof UserAttributeEntity attribute && !isIn(event, attribute)) {
          attributeChanged(attribute, event.getSession());
        }
      }
    }
  }

  @Override
  public boolean requiresPostCommitHandling(EntityPersister persister) {
    return false;
  }

  private static boolean isIn(PreCollectionUpdateEvent event, UserAttributeEntity attribute) {
    return event.getCollection() instanceof Collection<?> now && now.contains(attribute);
  }

  private static void attributeChanged(Object entity, SharedSessionContractImplementor session) {
    if (entity instanceof UserAttributeEntity attribute && session instanceof Session owner) {
      ClaimKind.ofAttribute(attribute.getName())
          .ifPresent(kind -> touch(attribute.getUser().getId(), kind, owner, session));
    }
  }

  private static void touch(
      String userId, ClaimKind kind, Session owner, SharedSessionContractImplementor session) {
    TouchedUsers touched = TouchedUsers.of(owner);
    touched.touch(userId, kind);
    if (touched.schedule()) {
      BeforeCompletionCallback settle = committing -> ClaimSettlement.atCommit(committing, touched);
      session.getTransactionCompletionCallbacks().registerCallback(settle);
    }
  }
}
