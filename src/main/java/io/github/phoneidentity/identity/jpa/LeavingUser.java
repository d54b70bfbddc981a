package io.github.phoneidentity.identity.jpa;

import org.hibernate.Hibernate;
import org.hibernate.LockMode;
import org.hibernate.Session;
import org.keycloak.models.jpa.entities.UserEntity;

/**
 * Locks a user that is about to be removed, as docs/decisions/lock-order.md has it.
 *
 * <p>Keycloak locks the user's row, then removes the attributes in any order; a change writes the
 * number, then its proof. To prevent a deadlock, the attributes are locked before anything is
 * removed, in the order of their names, in which a change writes them too.
 */
final class LeavingUser {

  private LeavingUser() {}

  static void lockForRemoval(Session db, String userId) {
    if (!PendingChanges.of(db).markLeaving(userId)) {
      return;
    }
    db.flush();
    lock(db, "select u.id from UserEntity u where u.id = :user", userId);
    lock(
        db,
        "select a.id from UserAttributeEntity a where a.user.id = :user order by a.name, a.id",
        userId);
    // Also blocks inserts of new attributes, which would still reference the user's row when it is
    // deleted.
    boolean exists =
        !db.createNativeQuery(
                "select ID from USER_ENTITY where ID = :user for update", String.class)
            .setParameter("user", userId)
            .getResultList()
            .isEmpty();
    reload(db, userId, exists);
  }

  private static void lock(Session db, String rows, String userId) {
    db.createSelectionQuery(rows, String.class)
        .setParameter("user", userId)
        .setHibernateLockMode(LockMode.PESSIMISTIC_WRITE)
        .getResultList();
  }

  /**
   * Reloads the user: the transactions that held the locks may have changed what was read before.
   */
  private static void reload(Session db, String userId, boolean exists) {
    UserEntity user = db.find(UserEntity.class, userId);
    if (user == null) {
      return;
    }
    if (Hibernate.isInitialized(user.getAttributes())) {
      user.getAttributes().forEach(db::detach);
    }
    if (exists) {
      db.refresh(user);
    } else {
      db.detach(user); // another transaction has removed the user
    }
  }
}
