package io.github.phoneidentity.events.jpa;

import io.github.phoneidentity.events.UserData;
import io.github.phoneidentity.events.UserRow;
import io.github.phoneidentity.identity.UserAttributes;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import org.hibernate.SharedSessionContract;
import org.hibernate.query.QueryFlushMode;
import org.hibernate.query.SelectionQuery;

/**
 * Reads users from Keycloak's own tables by statements, which bypass caches and flush only if the
 * caller asks for it.
 */
final class UserTable {

  private static final List<String> ATTRIBUTES =
      List.of(
          UserAttributes.PHONE_NUMBER,
          UserAttributes.PHONE_NUMBER_VERIFIED,
          UserAttributes.PHONE_NUMBER_VERIFIED_AT,
          UserAttributes.NICKNAME);

  private final SharedSessionContract db;
  private final QueryFlushMode flush;

  UserTable(SharedSessionContract db, QueryFlushMode flush) {
    this.db = db;
    this.flush = flush;
  }

  /** A realm with the listener, which publishes the changes of its users. */
  record Realm(String id, String name) {}

  /**
   * The realms that have the listener, by the ids of their users. Service accounts are excluded.
   *
   * @param excluded which other users are excluded, by the id and the row in the user's last event,
   *     which is null if it is not known
   */
  Map<String, Realm> publishing(
      Collection<String> userIds, String listener, BiPredicate<String, UserRow> excluded) {
    Map<String, Realm> realms = new HashMap<>();
    query(
            "select u.id, r.id, r.name, t.enabled, t.profile from UserEntity u"
                + " join RealmEntity r on r.id = u.realmId join r.eventsListeners l"
                + " left join UserEventTurnEntity t on t.userId = u.id"
                + " where u.id in :users and l = :listener and u.serviceAccountClientLink is null",
            Object[].class)
        .setParameter("users", userIds)
        .setParameter("listener", listener)
        .getResultList()
        .forEach(
            row -> {
              String id = (String) row[0];
              if (!excluded.test(id, UserEventTurns.last(row[3], row[4]))) {
                realms.put(id, new Realm((String) row[1], (String) row[2]));
              }
            });
    return realms;
  }

  /** The name of the realm if it has the listener, otherwise empty. */
  Optional<String> publishing(String realmId, String listener) {
    return query(
            "select r.name from RealmEntity r join r.eventsListeners l where r.id = :realm and l ="
                + " :listener",
            String.class)
        .setParameter("realm", realmId)
        .setParameter("listener", listener)
        .uniqueResultOptional();
  }

  /** The data of those of these users who exist, by their ids. */
  Map<String, UserData> read(Collection<String> userIds) {
    Map<String, Map<String, String>> attributes = attributes(userIds);
    Map<String, Set<String>> roles = new RoleTable(this::query).realmRoles(userIds);
    Map<String, UserData> users = new HashMap<>();
    query(
            "select u.id, u.realmId, u.username, u.enabled, u.email, u.emailVerified, u.firstName,"
                + " u.lastName from UserEntity u where u.id in :users",
            Object[].class)
        .setParameter("users", userIds)
        .getResultList()
        .forEach(
            u -> {
              String id = (String) u[0];
              users.put(
                  id,
                  user(u, attributes.getOrDefault(id, Map.of()), roles.getOrDefault(id, Set.of())));
            });
    return users;
  }

  private static UserData user(Object[] u, Map<String, String> attributes, Set<String> roles) {
    return new UserData(
        (String) u[0],
        (String) u[1],
        (String) u[2],
        UserRow.of(
            (boolean) u[3],
            (String) u[2],
            (String) u[4],
            (boolean) u[5],
            (String) u[6],
            (String) u[7]),
        (String) u[4],
        attributes.get(UserAttributes.PHONE_NUMBER),
        UserAttributes.isTrue(attributes.get(UserAttributes.PHONE_NUMBER_VERIFIED)),
        attributes.get(UserAttributes.PHONE_NUMBER_VERIFIED_AT),
        attributes.get(UserAttributes.NICKNAME),
        roles);
  }

  private Map<String, Map<String, String>> attributes(Collection<String> userIds) {
    Map<String, Map<String, String>> attributes = new HashMap<>();
    query(
            "select a.user.id, a.name, coalesce(a.value, a.longValue) from UserAttributeEntity a"
                + " where a.user.id in :users and a.name in :names",
            Object[].class)
        .setParameter("users", userIds)
        .setParameter("names", ATTRIBUTES)
        .getResultList()
        .forEach(
            a ->
                attributes
                    .computeIfAbsent((String) a[0], id -> new HashMap<>())
                    .put((String) a[1], (String) a[2]));
    return attributes;
  }

  private <T> SelectionQuery<T> query(String query, Class<T> result) {
    return db.createSelectionQuery(query, result).setQueryFlushMode(flush);
  }
}
