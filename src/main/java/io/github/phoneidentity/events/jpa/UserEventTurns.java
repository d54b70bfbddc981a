package io.github.phoneidentity.events.jpa;

import io.github.phoneidentity.events.jpa.UserTable.Realm;
import io.github.phoneidentity.jpa.Chunks;
import java.util.Collection;
import java.util.List;
import java.util.Map;
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
      // All that are missing are added before any is locked: two transactions would wait for each
      // other if one had locked what the other wants, and wanted what that one has added.
      if (open.size() > 1) {
        Chunks.of(open.keySet()).forEach(some -> addMissing(some, open));
      }
      Chunks.of(open.keySet()).forEach(some -> lock(some).forEach(open::remove));
      if (open.size() == 1 && add(open.firstKey(), open.firstEntry().getValue().id())) {
        open.clear();
      }
    }
  }

  private void addMissing(List<String> userIds, Map<String, Realm> users) {
    Set<String> known =
        Set.copyOf(
            db.createSelectionQuery(
                    "select t.userId from UserEventTurnEntity t where t.userId in :users",
                    String.class)
                .setQueryFlushMode(QueryFlushMode.NO_FLUSH)
                .setParameter("users", userIds)
                .getResultList());
    userIds.stream().filter(id -> !known.contains(id)).forEach(id -> add(id, users.get(id).id()));
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

  /**
   * Removes turns that nobody needs: of copies of a directory's users that went without an event,
   * and of users whose ids are the directory's own, who have no row here.
   *
   * @param max how many at once
   * @return how many
   */
  int removeUnneeded(int max) {
    List<String> unneeded =
        db.createNativeQuery(
                "select t.USER_ID from PHONE_IDENTITY_USER_EVENT_TURN t where not exists"
                    + " (select 1 from USER_ENTITY u where u.ID = t.USER_ID)"
                    + " fetch first :max rows only for update skip locked",
                String.class)
            .setParameter("max", max)
            .getResultList();
    unneeded.forEach(this::end);
    return unneeded.size();
  }

  /** The user has no more events. */
  void end(String userId) {
    db.createMutationQuery("delete from UserEventTurnEntity t where t.userId = :user")
        .setQueryFlushMode(QueryFlushMode.NO_FLUSH)
        .setParameter("user", userId)
        .executeUpdate();
  }
}
