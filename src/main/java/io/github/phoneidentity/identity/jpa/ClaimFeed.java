package io.github.phoneidentity.identity.jpa;

import io.github.phoneidentity.identity.ClaimKind;
import io.github.phoneidentity.identity.UserAttributes;
import java.util.Collection;
import java.util.Optional;
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
    if (event.getSession() instanceof Session session) {
      if (event.getEntity() instanceof UserEntity user) {
        TouchedUsers.of(session).created(user.getId());
      } else if (event.getEntity() instanceof UserAttributeEntity attribute) {
        changed(attribute, null, event.getSession());
      }
    }
  }

  @Override
  public void onPostUpdate(PostUpdateEvent event) {
    if (event.getEntity() instanceof UserAttributeEntity attribute) {
      int value = event.getPersister().getPropertyIndex("value");
      Object before = event.getOldState() == null ? null : event.getOldState()[value];
      changed(attribute, (String) before, event.getSession());
    }
  }

  @Override
  public void onPostDelete(PostDeleteEvent event) {
    if (event.getEntity() instanceof UserAttributeEntity attribute) {
      changed(attribute, attribute.getValue(), event.getSession());
    }
  }

  /** Keycloak removes attributes by a bulk statement, then takes them out of the collection. */
  @Override
  public void onPreUpdateCollection(PreCollectionUpdateEvent event) {
    if (event.getAffectedOwnerOrNull() instanceof UserEntity
        && event.getCollection().getStoredSnapshot() instanceof Collection<?> before
        && event.getCollection() instanceof Collection<?> now) {
      for (Object element : before) {
        if (element instanceof UserAttributeEntity attribute && !now.contains(attribute)) {
          changed(attribute, attribute.getValue(), event.getSession());
        }
      }
    }
  }

  @Override
  public boolean requiresPostCommitHandling(EntityPersister persister) {
    return false;
  }

  private static void changed(
      UserAttributeEntity attribute, String before, SharedSessionContractImplementor session) {
    if (!(session instanceof Session owner)) {
      return;
    }
    String userId = attribute.getUser().getId();
    Optional<ClaimKind> kind = ClaimKind.ofAttribute(attribute.getName());
    if (UserAttributes.PHONE_NUMBER_VERIFIED.equals(attribute.getName())) {
      TouchedUsers.of(owner).proofWritten(userId);
      kind = Optional.of(ClaimKind.phone); // whose word it is matters although the number stays
      before = null;
    }
    if (kind.isPresent()) {
      TouchedUsers touched = TouchedUsers.of(owner);
      touched.touch(userId, kind.get());
      if (before != null) {
        touched.replaced(userId, kind.get(), before);
      }
      schedule(touched, session);
    }
  }

  private static void schedule(TouchedUsers touched, SharedSessionContractImplementor session) {
    if (touched.schedule()) {
      BeforeCompletionCallback settle = committing -> CommitSettlement.run(committing, touched);
      session.getTransactionCompletionCallbacks().registerCallback(settle);
    }
  }
}
