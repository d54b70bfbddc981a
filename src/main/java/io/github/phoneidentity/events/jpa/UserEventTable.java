package io.github.phoneidentity.events.jpa;

import io.github.phoneidentity.events.Actor;
import io.github.phoneidentity.events.CloudEventWriter;
import io.github.phoneidentity.events.RoutingKey;
import io.github.phoneidentity.events.UserChange;
import io.github.phoneidentity.events.UserData;
import io.github.phoneidentity.events.UserEventType;
import io.github.phoneidentity.events.jpa.UserChanges.RealmEnd;
import io.github.phoneidentity.policy.ProviderIds;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.hibernate.SharedSessionContract;
import org.hibernate.query.QueryFlushMode;
import org.keycloak.common.util.Time;
import org.keycloak.models.utils.KeycloakModelUtils;

/** Writes the events of a transaction into the outbox, before it commits. */
final class UserEventTable {

  /** Few enough for the parameters of one statement. */
  private static final int AT_ONCE = 1000;

  private final SharedSessionContract db;
  private final CloudEventWriter writer;
  private final UserTable users;

  UserEventTable(SharedSessionContract db, CloudEventWriter writer) {
    this.db = db;
    this.writer = writer;
    this.users = new UserTable(db, QueryFlushMode.NO_FLUSH);
  }

  void write(UserChanges changes) {
    changes
        .users()
        .values()
        .forEach(
            user ->
                user.departure().ifPresent(how -> deleted(how.user(), changes.known(how.by()))));
    List<String> ids = new ArrayList<>(changes.users().keySet());
    for (int from = 0; from < ids.size(); from += AT_ONCE) {
      written(ids.subList(from, Math.min(from + AT_ONCE, ids.size())), changes.users());
    }
    changes.realms().forEach(this::ended);
  }

  /** The users of a realm that ends with them are told of by its own event. */
  private void deleted(UserData user, Actor by) {
    users
        .publishing(user.realmId(), ProviderIds.RABBITMQ)
        .ifPresent(realm -> insert(UserEventType.DELETED, user, realm, by));
  }

  private void written(List<String> userIds, Map<String, UserChange> changes) {
    Map<String, String> realms = users.publishing(userIds, ProviderIds.RABBITMQ);
    if (realms.isEmpty()) {
      return;
    }
    List<String> sorted = realms.keySet().stream().sorted().toList();
    users.lock(sorted);
    Map<String, UserData> data = users.read(sorted);
    for (String id : sorted) {
      UserData user = data.get(id);
      if (user != null) {
        changes.get(id).events(user).forEach(type -> insert(type, user, realms.get(id), null));
      }
    }
  }

  private void insert(UserEventType type, UserData user, String realm, Actor by) {
    insert(
        type,
        realm,
        user.realmId(),
        user.id(),
        (id, time) -> writer.user(id, type, time, user, by));
  }

  private void ended(RealmEnd end) {
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
