package io.github.phoneidentity.events.jpa;

import io.github.phoneidentity.events.UserRow;
import io.github.phoneidentity.events.jpa.UserTable.Realm;
import io.github.phoneidentity.jpa.Chunks;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.hibernate.LockMode;
import org.hibernate.SharedSessionContract;
import org.hibernate.query.QueryFlushMode;
import org.jspecify.annotations.Nullable;

/**
 * Serializes the transactions that write events about the same user, so that events are numbered in
 * the order of the commits, and the later event contains the changes of both.
 *
 * <p>These locks are the last that a transaction acquires, in the order of the users' ids. It waits
 * for no other lock while it holds them, so that they cannot be part of a deadlock. The user's own
 * row could be: Keycloak locks it before the user's attributes when it deletes a user or writes a
 * name, and after them when it writes a number.
 */
final class UserEventTurns {

  private final SharedSessionContract db;

  UserEventTurns(SharedSessionContract db) {
    this.db = db;
  }

  /**
   * Locks the turns of these users until the end of the transaction.
   *
   * @param users the realms by user id
   * @return the rows in the last events of these users, as far as they are known
   */
  Map<String, UserRow> take(SortedMap<String, Realm> users) {
    Map<String, UserRow> last = new HashMap<>();
    TreeMap<String, Realm> open = new TreeMap<>(users);
    while (!open.isEmpty()) {
      // All missing rows are inserted before any row is locked: otherwise two transactions could
      // deadlock, each waiting for a row that the other one has locked or inserted.
      if (open.size() > 1) {
        Chunks.of(open.keySet()).forEach(some -> addMissing(some, open));
      }
      Chunks.of(open.keySet()).forEach(some -> last.putAll(lock(some)));
      open.keySet().removeAll(last.keySet());
      if (open.size() == 1 && add(open.firstKey(), open.firstEntry().getValue().id())) {
        open.clear();
      }
    }
    last.values().removeIf(Objects::isNull);
    return last;
  }

  /** Stores the row of an event, with which the next change is compared. */
  void report(String userId, UserRow row) {
    db.createMutationQuery(
            "update UserEventTurnEntity t set t.enabled = :enabled, t.profile = :profile"
                + " where t.userId = :user")
        .setQueryFlushMode(QueryFlushMode.NO_FLUSH)
        .setParameter("enabled", row.enabled())
        .setParameter("profile", row.profile())
        .setParameter("user", userId)
        .executeUpdate();
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
    for (String id : userIds) {
      Realm realm = users.get(id);
      if (realm != null && !known.contains(id)) {
        add(id, realm.id());
      }
    }
  }

  /** The users who have a turn, with the rows in their last events; null if not known. */
  private Map<String, UserRow> lock(Collection<String> userIds) {
    Map<String, UserRow> last = new HashMap<>();
    db.createSelectionQuery(
            "select t.userId, t.enabled, t.profile from UserEventTurnEntity t"
                + " where t.userId in :users order by t.userId",
            Object[].class)
        .setQueryFlushMode(QueryFlushMode.NO_FLUSH)
        .setParameter("users", userIds)
        .setHibernateLockMode(LockMode.PESSIMISTIC_WRITE)
        .getResultList()
        .forEach(turn -> last.put((String) turn[0], last(turn[1], turn[2])));
    return last;
  }

  /** The row that a turn contains. */
  static @Nullable UserRow last(@Nullable Object enabled, Object profile) {
    return enabled == null ? null : new UserRow((boolean) enabled, (String) profile);
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
   * Deletes turns without a user row: those of copies of a directory's users that were removed
   * without an event, and those of users whom only a directory stores.
   *
   * @param max how many to delete at most
   * @return the number of deleted turns
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
    unneeded.forEach(this::remove);
    return unneeded.size();
  }

  /** Deletes the turn of a user who has no more events. */
  void remove(String userId) {
    db.createMutationQuery("delete from UserEventTurnEntity t where t.userId = :user")
        .setQueryFlushMode(QueryFlushMode.NO_FLUSH)
        .setParameter("user", userId)
        .executeUpdate();
  }
}
