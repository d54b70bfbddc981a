package io.github.phoneidentity.events.jpa;

import io.github.phoneidentity.events.jpa.UserTable.Realm;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.hibernate.LockMode;
import org.hibernate.SharedSessionContract;
import org.hibernate.query.QueryFlushMode;

/**
 * Has transactions that change the same user write their events one after the other, so that events
 * are numbered in the order of the commits, and the later one has what both have changed.
 *
 * <p>These locks are the last that a transaction takes, in the order of the users' ids: it waits
 * for no other one while it has them, and so they are part of no deadlock. The user's own row would
 * be: Keycloak locks it before the user's attributes when it deletes a user or writes a name, and
 * after them when it writes a number.
 */
final class UserEventTurns {

  /** Few enough for the parameters of one statement. */
  private static final int AT_ONCE = 1000;

  private final SharedSessionContract db;

  UserEventTurns(SharedSessionContract db) {
    this.db = db;
  }

  /**
   * Waits for the turn of each of these users, and keeps it until the end of the transaction.
   *
   * @param users the users' ids, and their realms
   */
  void take(SortedMap<String, Realm> users) {
    TreeMap<String, Realm> open = new TreeMap<>(users);
    while (!open.isEmpty()) {
      List<String> some = open.keySet().stream().limit(AT_ONCE).toList();
      Set<String> taken = new HashSet<>(lock(some));
      for (String id : some) {
        // One that another transaction has added meanwhile is waited for by the next round.
        if (taken.contains(id) || add(id, open.get(id).id())) {
          open.remove(id);
        }
      }
    }
  }

  private List<String> lock(Collection<String> userIds) {
    return db.createSelectionQuery(
            "select t.userId from UserEventTurnEntity t where t.userId in :users order by t.userId",
            String.class)
        .setQueryFlushMode(QueryFlushMode.NO_FLUSH)
        .setParameter("users", userIds)
        .setHibernateLockMode(LockMode.PESSIMISTIC_WRITE)
        .getResultList();
  }

  private boolean add(String userId, String realmId) {
    return db.createMutationQuery(
                "insert into UserEventTurnEntity (userId, realmId) values (:user, :realm)"
                    + " on conflict do nothing")
            .setQueryFlushMode(QueryFlushMode.NO_FLUSH)
            .setParameter("user", userId)
            .setParameter("realm", realmId)
            .executeUpdate()
        == 1;
  }

  /** The user has no more events. */
  void end(String userId) {
    db.createMutationQuery("delete from UserEventTurnEntity t where t.userId = :user")
        .setQueryFlushMode(QueryFlushMode.NO_FLUSH)
        .setParameter("user", userId)
        .executeUpdate();
  }
}
