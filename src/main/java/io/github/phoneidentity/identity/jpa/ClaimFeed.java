package io.github.phoneidentity.identity.jpa;

import io.github.phoneidentity.identity.ClaimKind;
import io.github.phoneidentity.identity.UserAttributes;
import io.github.phoneidentity.policy.RealmPolicy;
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
import org.keycloak.models.UserModel;
import org.keycloak.models.jpa.entities.RealmEntity;
import org.keycloak.models.jpa.entities.RequiredActionProviderEntity;
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
    if (event.getEntity() instanceof RealmEntity realm) {
      of(event.getSession()).realmCreated(realm.getId());
    } else if (event.getEntity() instanceof RequiredActionProviderEntity action) {
      participation(action, false, event.getSession());
    } else if (event.getEntity() instanceof UserEntity user) {
      of(event.getSession()).created(user.getId());
      renamed(user, null, event.getSession());
    } else if (event.getEntity() instanceof UserAttributeEntity attribute) {
      of(event.getSession()).inserted(attribute.getId());
      changed(attribute, null, event.getSession());
    }
  }

  @Override
  public void onPostUpdate(PostUpdateEvent event) {
    if (event.getEntity() instanceof UserAttributeEntity attribute) {
      changed(attribute, before(event, "value"), event.getSession());
    } else if (event.getEntity() instanceof RequiredActionProviderEntity action) {
      boolean before =
          RealmPolicy.VERIFY_PHONE.equals(before(event, "providerId"))
              && Boolean.TRUE.equals(value(event, "enabled"));
      participation(action, before, event.getSession());
    } else if (event.getEntity() instanceof UserEntity user) {
      String before = before(event, "username");
      if (before != null && !before.equals(user.getUsername())) {
        renamed(user, before, event.getSession());
      }
    }
  }

  private static String before(PostUpdateEvent event, String property) {
    return (String) value(event, property);
  }

  private static Object value(PostUpdateEvent event, String property) {
    int index = event.getPersister().getPropertyIndex(property);
    return event.getOldState() == null ? null : event.getOldState()[index];
  }

  @Override
  public void onPostDelete(PostDeleteEvent event) {
    if (event.getEntity() instanceof UserAttributeEntity attribute) {
      changed(attribute, attribute.getValue(), event.getSession());
    } else if (event.getEntity() instanceof RequiredActionProviderEntity action) {
      boolean before = isParticipation(action) && action.isEnabled();
      participation(action, before, event.getSession());
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
    } else if (event.getAffectedOwnerOrNull() instanceof RequiredActionProviderEntity action) {
      of(event.getSession()).policyWritten(action.getId());
      schedule(event.getSession());
    }
  }

  @Override
  public boolean requiresPostCommitHandling(EntityPersister persister) {
    return false;
  }

  private static boolean isParticipation(RequiredActionProviderEntity action) {
    return RealmPolicy.VERIFY_PHONE.equals(action.getProviderId());
  }

  private static void participation(
      RequiredActionProviderEntity action,
      boolean before,
      SharedSessionContractImplementor session) {
    if (before || isParticipation(action)) {
      of(session).participationWritten(action.getRealm().getId(), before);
      schedule(session);
    }
  }

  private static void renamed(
      UserEntity user, String before, SharedSessionContractImplementor session) {
    of(session).written(user.getId(), UserModel.USERNAME, before);
    of(session).renamed(user.getId());
    schedule(session);
  }

  private static void changed(
      UserAttributeEntity attribute, String before, SharedSessionContractImplementor session) {
    String userId = attribute.getUser().getId();
    Optional<ClaimKind> kind = ClaimKind.ofAttribute(attribute.getName());
    boolean proof = UserAttributes.PROOF.contains(attribute.getName());
    if (kind.isEmpty() && !proof) {
      return;
    }
    boolean own = of(session).isInserted(attribute.getId());
    of(session).written(userId, attribute.getName(), own ? null : before);
    kind.ifPresent(it -> of(session).touch(userId, it));
    if (proof) {
      of(session).proofWritten(userId);
    }
    schedule(session);
  }

  /** Keycloak changes users in sessions only; what a stateless one does is forgotten. */
  private static TouchedUsers of(SharedSessionContractImplementor session) {
    return session instanceof Session owner ? TouchedUsers.of(owner) : new TouchedUsers();
  }

  private static void schedule(SharedSessionContractImplementor session) {
    TouchedUsers touched = of(session);
    if (session instanceof Session && touched.schedule()) {
      BeforeCompletionCallback settle = committing -> CommitSettlement.run(committing, touched);
      session.getTransactionCompletionCallbacks().registerCallback(settle);
    }
  }
}
