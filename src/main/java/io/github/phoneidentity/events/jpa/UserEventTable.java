package io.github.phoneidentity.events.jpa;

import io.github.phoneidentity.events.Actor;
import io.github.phoneidentity.events.CloudEventWriter;
import io.github.phoneidentity.events.RoutingKey;
import io.github.phoneidentity.events.UserChange;
import io.github.phoneidentity.events.UserChange.Deletion;
import io.github.phoneidentity.events.UserData;
import io.github.phoneidentity.events.UserEventType;
import io.github.phoneidentity.events.UserRow;
import io.github.phoneidentity.events.jpa.UserChanges.RealmEnd;
import io.github.phoneidentity.events.jpa.UserTable.Realm;
import io.github.phoneidentity.jpa.Chunks;
import io.github.phoneidentity.policy.ProviderIds;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiFunction;
import org.hibernate.SharedSessionContract;
import org.hibernate.query.QueryFlushMode;
import org.jspecify.annotations.Nullable;
import org.keycloak.common.util.Time;
import org.keycloak.models.utils.KeycloakModelUtils;

/** Writes the events of a transaction to the outbox, in its before-completion phase. */
final class UserEventTable {

  private final SharedSessionContract db;
  private final CloudEventWriter writer;
  private final UserTable users;
  private final UserEventTurns turns;

  UserEventTable(SharedSessionContract db, CloudEventWriter writer) {
    this.db = db;
    this.writer = writer;
    this.users = new UserTable(db, QueryFlushMode.NO_FLUSH);
    this.turns = new UserEventTurns(db);
  }

  void write(UserChanges changes) {
    SortedMap<String, UserData> leaving = new TreeMap<>();
    changes
        .users()
        .forEach((id, user) -> user.deletion().ifPresent(how -> leaving.put(id, how.user())));
    SortedMap<String, Realm> realms = realms(changes, leaving);
    Map<String, UserRow> last = turns.take(realms);
    leaving.forEach(
        (id, user) -> {
          Realm realm = realms.get(id);
          if (realm != null) {
            deleted(changes.of(id), user, realm, changes);
          }
        });
    Chunks.of(realms.keySet()).forEach(some -> written(some, realms, changes, last));
    changes.realms().forEach(this::realmDeleted);
  }

  /**
   * The realms of these users that have the listener. Deleted users cannot be queried any more, so
   * their realms are taken from their last data. Users whose row was written with the values of
   * their last event are left out: this transaction has locked the row, so that no other one can
   * write it, or an event of it, before the commit.
   */
  private SortedMap<String, Realm> realms(UserChanges changes, Map<String, UserData> leaving) {
    SortedMap<String, Realm> realms = new TreeMap<>();
    Chunks.of(changes.users().keySet())
        .forEach(
            some ->
                realms.putAll(
                    users.publishing(
                        some, ProviderIds.RABBITMQ, (id, last) -> changes.of(id).isNone(last))));
    leaving.forEach(
        (id, user) ->
            users
                .publishing(user.realmId(), ProviderIds.RABBITMQ)
                .ifPresent(name -> realms.put(id, new Realm(user.realmId(), name))));
    return realms;
  }

  /**
   * Writes the event about a deleted user. Users of a deleted realm are not among these: the event
   * about the realm stands for them.
   */
  private void deleted(UserChange change, UserData user, Realm realm, UserChanges changes) {
    Deletion how = change.deletion().orElseThrow();
    insert(UserEventType.DELETED, user, realm.name(), changes.known(how.by()));
  }

  /**
   * Writes the other events. A deleted user may exist again, because an import replaces users in
   * one transaction.
   */
  private void written(
      List<String> userIds,
      Map<String, Realm> realms,
      UserChanges changes,
      Map<String, UserRow> last) {
    Map<String, UserData> data = users.read(userIds);
    for (String id : userIds) {
      UserData user = data.get(id);
      if (user == null) {
        turns.remove(id);
      } else {
        List<UserEventType> events = changes.of(id).events(user, last.get(id));
        String realm = Objects.requireNonNull(realms.get(id)).name();
        events.forEach(type -> insert(type, user, realm, null));
        if (!events.isEmpty() && !user.row().equals(last.get(id))) {
          turns.report(id, user.row());
        }
      }
    }
  }

  private void insert(UserEventType type, UserData user, String realm, @Nullable Actor by) {
    insert(
        type,
        realm,
        user.realmId(),
        user.id(),
        (id, time) -> writer.user(id, type, time, user, by));
  }

  private void realmDeleted(RealmEnd end) {
    insert(
        UserEventType.REALM_DELETED,
        end.name(),
        end.realmId(),
        end.realmId(),
        (id, time) -> writer.realmDeleted(id, time, end.realmId(), end.name(), end.by()));
  }

  private void insert(
      UserEventType type,
      String realm,
      String realmId,
      String subject,
      BiFunction<String, Instant, String> payload) {
    String id = KeycloakModelUtils.generateId();
    long now = Time.currentTimeMillis();
    db.createMutationQuery(
            "insert into UserEventEntity (id, realmId, subject, shard, type, routingKey, payload,"
                + " createdAt, state, tries) values (:id, :realm, :subject, :shard, :type, :key,"
                + " :payload, :now, :state, 0)")
        .setQueryFlushMode(QueryFlushMode.NO_FLUSH)
        .setParameter("id", id)
        .setParameter("realm", realmId)
        .setParameter("subject", subject)
        .setParameter("shard", UserEventStore.shard(subject))
        .setParameter("type", type.id())
        .setParameter("key", RoutingKey.of(realm, realmId, type))
        .setParameter("payload", payload.apply(id, Instant.ofEpochMilli(now)))
        .setParameter("now", now)
        .setParameter("state", UserEventEntity.State.PENDING)
        .executeUpdate();
  }
}
