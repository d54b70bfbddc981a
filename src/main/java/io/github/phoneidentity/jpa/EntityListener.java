package io.github.phoneidentity.jpa;

import jakarta.persistence.EntityManager;
import java.io.Serializable;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import java.util.function.Supplier;
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
import org.jspecify.annotations.Nullable;

/**
 * Hibernate listener that records the changes of a transaction to Keycloak's entities, and
 * registers a before-completion callback that processes them, because queries are not allowed
 * during a flush. The record is kept as a property of the Hibernate session.
 *
 * @param <S> the record of one session; Hibernate keeps only serializable properties
 */
public abstract class EntityListener<S extends Serializable>
    implements PostInsertEventListener,
        PostUpdateEventListener,
        PostDeleteEventListener,
        PreCollectionUpdateEventListener {

  private static final long serialVersionUID = 1L;
  private static final String SCHEDULED = ".scheduled";
  private static final List<EntityListener<?>> LISTENING = new CopyOnWriteArrayList<>();

  /** The values of an entity before its update. */
  @FunctionalInterface
  public interface Before {

    /** The former value of this property; null if it had none or Hibernate has not loaded it. */
    @Nullable Object of(String property);
  }

  private final String property;
  private final transient Supplier<S> empty;

  /**
   * @param property the name of the session's property, which this listener alone uses
   * @param empty creates the record of a session that has not changed anything yet
   */
  protected EntityListener(String property, Supplier<S> empty) {
    this.property = property;
    this.empty = empty;
  }

  /** Registers this listener for every session of this server, from now on. */
  public final void listen(EntityManager entities) {
    EventListenerRegistry registry =
        entities
            .getEntityManagerFactory()
            .unwrap(SessionFactoryImplementor.class)
            .getEventEngine()
            .getListenerRegistry();
    registry.appendListeners(EventType.POST_INSERT, this);
    registry.appendListeners(EventType.POST_UPDATE, this);
    registry.appendListeners(EventType.POST_DELETE, this);
    registry.appendListeners(EventType.PRE_COLLECTION_UPDATE, this);
    LISTENING.add(this);
  }

  /**
   * Notifies all listeners of users that bulk statements have changed, for which Hibernate fires no
   * event.
   */
  public static void changedByStatement(Session session, Collection<String> userIds) {
    LISTENING.forEach(listener -> listener.record(session, userIds));
  }

  private void record(Session session, Collection<String> userIds) {
    boolean hasWork = false;
    for (String userId : userIds) {
      hasWork |= changedByStatement(userId, of(session));
    }
    if (hasWork) {
      schedule(session);
    }
  }

  /**
   * Records the insertion of an entity.
   *
   * @param seen the record of the session
   * @return whether {@link #beforeCommit} must be called
   */
  protected boolean inserted(Object entity, S seen) {
    return false;
  }

  protected boolean updated(Object entity, Before before, S seen) {
    return false;
  }

  protected boolean deleted(Object entity, S seen) {
    return false;
  }

  /**
   * Records the removal of elements from a collection: Keycloak deletes attributes by a bulk
   * statement, then removes them from the collection.
   *
   * @param owner the owner of the collection; null if Hibernate does not know it
   * @param removed the elements that the collection no longer contains
   * @return whether {@link #beforeCommit} must be called
   */
  protected boolean collectionUpdated(@Nullable Object owner, List<?> removed, S seen) {
    return false;
  }

  /**
   * Records a change of the user by a statement of this extension.
   *
   * @return whether {@link #beforeCommit} must be called
   */
  protected boolean changedByStatement(String userId, S seen) {
    return false;
  }

  /** Processes the record in the transaction, before its completion; it must not flush any more. */
  protected abstract void beforeCommit(SharedSessionContractImplementor db, S seen);

  /** The record of this session so far. */
  public final S of(Session session) {
    return seen(session, property, empty);
  }

  /**
   * The record of this session, for callers other than the listener.
   *
   * @param property the listener's property
   * @param empty creates the record if there is none yet
   */
  @SuppressWarnings("unchecked")
  public static <S extends Serializable> S seen(
      Session session, String property, Supplier<S> empty) {
    S seen = (S) session.getProperties().get(property);
    if (seen == null) {
      seen = empty.get();
      session.setProperty(property, seen);
    }
    return seen;
  }

  /**
   * Whether {@link #beforeCommit} is registered for this session by the listener with this
   * property.
   */
  public static boolean isScheduled(Session session, String property) {
    return session.getProperties().get(property + SCHEDULED) != null;
  }

  /** Registers {@link #beforeCommit} for this session; is idempotent. */
  public final void schedule(Session session) {
    if (!isScheduled(session, property)) {
      session.setProperty(property + SCHEDULED, true);
      S seen = of(session);
      BeforeCompletionCallback work = committing -> beforeCommit(committing, seen);
      ((SharedSessionContractImplementor) session)
          .getTransactionCompletionCallbacks()
          .registerCallback(work);
    }
  }

  /** Stateless sessions are ignored: Keycloak does not change its entities in them. */
  private void record(SharedSessionContractImplementor db, Predicate<S> change) {
    if (db instanceof Session session && change.test(of(session))) {
      schedule(session);
    }
  }

  @Override
  public final void onPostInsert(PostInsertEvent event) {
    record(event.getSession(), seen -> inserted(event.getEntity(), seen));
  }

  @Override
  public final void onPostUpdate(PostUpdateEvent event) {
    Before before =
        name ->
            event.getOldState() == null
                ? null
                : event.getOldState()[event.getPersister().getPropertyIndex(name)];
    record(event.getSession(), seen -> updated(event.getEntity(), before, seen));
  }

  @Override
  public final void onPostDelete(PostDeleteEvent event) {
    record(event.getSession(), seen -> deleted(event.getEntity(), seen));
  }

  @Override
  public final void onPreUpdateCollection(PreCollectionUpdateEvent event) {
    record(
        event.getSession(),
        seen -> collectionUpdated(event.getAffectedOwnerOrNull(), removed(event), seen));
  }

  private static List<?> removed(PreCollectionUpdateEvent event) {
    return event.getCollection().getStoredSnapshot() instanceof Collection<?> before
            && event.getCollection() instanceof Collection<?> now
        ? before.stream().filter(element -> !now.contains(element)).toList()
        : List.of();
  }

  @Override
  public final boolean requiresPostCommitHandling(EntityPersister persister) {
    return false;
  }
}
