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

/**
 * Sees the changes that a transaction makes to Keycloak's entities, and works when it has flushed
 * and is about to commit: while a flush goes on nothing can be queried. What it has seen travels as
 * a property of the Hibernate session.
 *
 * @param <S> what it collects from one session; Hibernate keeps only serializable properties
 */
public abstract class EntityListener<S extends Serializable>
    implements PostInsertEventListener,
        PostUpdateEventListener,
        PostDeleteEventListener,
        PreCollectionUpdateEventListener {

  private static final long serialVersionUID = 1L;
  private static final String SCHEDULED = ".scheduled";
  private static final List<EntityListener<?>> LISTENING = new CopyOnWriteArrayList<>();

  /** The values that an entity had before its update. */
  @FunctionalInterface
  public interface Before {

    /** The value of this property; null where it had none, or where Hibernate does not know it. */
    Object of(String property);
  }

  private final String property;
  private final transient Supplier<S> nothing;

  /**
   * @param property the name of the session's property, which belongs to this listener alone
   * @param nothing makes what is collected of a session that has changed nothing yet
   */
  protected EntityListener(String property, Supplier<S> nothing) {
    this.property = property;
    this.nothing = nothing;
  }

  /** Listens from now on to every session of this server. */
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
   * Tells those who listen that statements have changed these users, of which Hibernate sees
   * nothing.
   */
  public static void changedByStatement(Session session, Collection<String> userIds) {
    LISTENING.forEach(listener -> listener.see(session, userIds));
  }

  private void see(Session session, Collection<String> userIds) {
    boolean work = false;
    for (String userId : userIds) {
      work |= changedByStatement(userId, of(session));
    }
    if (work) {
      schedule(session);
    }
  }

  /** Each of these returns whether there is work to do before the commit. */
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
   * @param owner null where Hibernate does not know it
   * @param removed what {@code owner}'s collection has held and holds no more. Keycloak removes
   *     attributes by a bulk statement, then takes them out of the collection.
   */
  protected boolean collectionUpdated(Object owner, List<?> removed, S seen) {
    return false;
  }

  /** A statement of this project's own has changed the user. */
  protected boolean changedByStatement(String userId, S seen) {
    return false;
  }

  /** Works in the transaction, which must not be flushed any more. */
  protected abstract void beforeCommit(SharedSessionContractImplementor db, S seen);

  /** What this session has done so far. */
  public final S of(Session session) {
    return seen(session, property, nothing);
  }

  /**
   * The same for whoever is not the listener itself.
   *
   * @param property the listener's
   */
  @SuppressWarnings("unchecked")
  public static <S extends Serializable> S seen(
      Session session, String property, Supplier<S> nothing) {
    S seen = (S) session.getProperties().get(property);
    if (seen == null) {
      seen = nothing.get();
      session.setProperty(property, seen);
    }
    return seen;
  }

  /** Whether the listener with this property works before this session commits. */
  public static boolean isScheduled(Session session, String property) {
    return session.getProperties().get(property + SCHEDULED) != null;
  }

  /** Has {@link #beforeCommit} done once, whatever else the session does. */
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

  /** Keycloak changes its entities in sessions only; what a stateless one does is not seen. */
  private void see(SharedSessionContractImplementor db, Predicate<S> change) {
    if (db instanceof Session session && change.test(of(session))) {
      schedule(session);
    }
  }

  @Override
  public final void onPostInsert(PostInsertEvent event) {
    see(event.getSession(), seen -> inserted(event.getEntity(), seen));
  }

  @Override
  public final void onPostUpdate(PostUpdateEvent event) {
    Before before =
        name ->
            event.getOldState() == null
                ? null
                : event.getOldState()[event.getPersister().getPropertyIndex(name)];
    see(event.getSession(), seen -> updated(event.getEntity(), before, seen));
  }

  @Override
  public final void onPostDelete(PostDeleteEvent event) {
    see(event.getSession(), seen -> deleted(event.getEntity(), seen));
  }

  @Override
  public final void onPreUpdateCollection(PreCollectionUpdateEvent event) {
    see(
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
