package io.github.phoneidentity.identity.jpa;

import io.github.phoneidentity.identity.ClaimKind;
import io.github.phoneidentity.identity.PhoneProof;
import io.github.phoneidentity.identity.UserAttributes;
import io.github.phoneidentity.jpa.Chunks;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.hibernate.FlushMode;
import org.hibernate.SharedSessionContract;
import org.hibernate.query.CommonQueryContract;
import org.keycloak.models.UserModel;
import org.keycloak.models.utils.KeycloakModelUtils;

/**
 * Keycloak's own tables of users and their attributes, read and written by statements that do not
 * flush.
 */
final class AttributeTable {

  /** A user whose values are settled. */
  record Owner(
      String id,
      String realmId,
      String username,
      String email,
      boolean federated,
      boolean serviceAccount) {}

  private static final List<String> OWNED = ClaimKind.attributes();

  private final SharedSessionContract db;

  AttributeTable(SharedSessionContract db) {
    this.db = db;
  }

  Map<String, Owner> owners(Collection<String> userIds) {
    String users =
        "select u.id, u.realmId, u.username, u.email, u.federationLink,"
            + " u.serviceAccountClientLink from UserEntity u where u.id in :users";
    return Chunks.of(userIds)
        .flatMap(
            chunk ->
                quiet(db.createSelectionQuery(users, Object[].class))
                    .setParameter("users", chunk)
                    .getResultList()
                    .stream())
        .map(AttributeTable::owner)
        .collect(Collectors.toMap(Owner::id, Function.identity()));
  }

  private static Owner owner(Object[] u) {
    return new Owner(
        (String) u[0], (String) u[1], (String) u[2], (String) u[3], u[4] != null, u[5] != null);
  }

  /** The values of these users that can be owned, in the order of their ids. */
  List<StoredValue> values(Map<String, Owner> owners) {
    return Chunks.of(owners.keySet())
        .flatMap(chunk -> values(chunk).stream())
        .map(a -> value(a, owners.get((String) a[1])))
        .sorted(Comparator.comparing(StoredValue::attributeId))
        .toList();
  }

  private List<Object[]> values(List<String> userIds) {
    return quiet(
            db.createSelectionQuery(
                "select a.id, a.user.id, a.name, a.value, a.longValue from UserAttributeEntity a"
                    + " where a.user.id in :users and a.name in :names",
                Object[].class))
        .setParameter("users", userIds)
        .setParameter("names", OWNED)
        .getResultList();
  }

  private static StoredValue value(Object[] a, Owner owner) {
    ClaimKind kind = ClaimKind.ofAttribute((String) a[2]).orElseThrow();
    String value = a[3] == null ? (String) a[4] : (String) a[3];
    return new StoredValue((String) a[0], owner.id(), owner.realmId(), kind, value, null);
  }

  /** The value in this attribute row, or null. */
  String value(String attributeId) {
    return quiet(
            db.createSelectionQuery(
                "select coalesce(a.value, a.longValue) from UserAttributeEntity a"
                    + " where a.id = :id",
                String.class))
        .setParameter("id", attributeId)
        .getResultStream()
        .findFirst()
        .orElse(null);
  }

  void write(String attributeId, String canonical) {
    var update =
        db.createMutationQuery(
            "update UserAttributeEntity a set a.value = :value, a.longValue = null, a.longValueHash"
                + " = null, a.longValueHashLowerCase = null where a.id = :id");
    quiet(update).setParameter("value", canonical).setParameter("id", attributeId).executeUpdate();
  }

  void remove(String attributeId) {
    var delete = db.createMutationQuery("delete from UserAttributeEntity a where a.id = :id");
    quiet(delete).setParameter("id", attributeId).executeUpdate();
  }

  void removeAll(Collection<String> attributeIds) {
    Chunks.of(attributeIds)
        .forEach(
            ids ->
                quiet(
                        db.createMutationQuery(
                            "delete from UserAttributeEntity a where a.id in :ids"))
                    .setParameter("ids", ids)
                    .executeUpdate());
  }

  /** Takes the proof of the number off the user. */
  void dropProof(String userId) {
    var delete =
        db.createMutationQuery(
            "delete from UserAttributeEntity a where a.user.id = :user and a.name in :names");
    quiet(delete)
        .setParameter("user", userId)
        .setParameter("names", UserAttributes.PROOF)
        .executeUpdate();
  }

  /** Drops what is written as a proof of the number and is none. */
  void dropFalseProof(String userId) {
    if (!PhoneProof.isProof(texts(userId, UserAttributes.PHONE_NUMBER_VERIFIED))) {
      dropProof(userId);
    } else if (!PhoneProof.isInstant(texts(userId, UserAttributes.PHONE_NUMBER_VERIFIED_AT))) {
      put(userId, UserAttributes.PHONE_NUMBER_VERIFIED_AT, null);
    }
  }

  /**
   * Gives an attribute one value, whatever it holds.
   *
   * @param value null for none
   */
  void put(String userId, String name, String value) {
    var delete =
        db.createMutationQuery(
            "delete from UserAttributeEntity a where a.user.id = :user and a.name = :name");
    quiet(delete).setParameter("user", userId).setParameter("name", name).executeUpdate();
    if (value != null) {
      var insert =
          db.createMutationQuery(
              "insert into UserAttributeEntity (id, name, value, user) select cast(:id as String),"
                  + " cast(:name as String), cast(:value as String), u from UserEntity u"
                  + " where u.id = :user");
      quiet(insert)
          .setParameter("id", KeycloakModelUtils.generateId())
          .setParameter("name", name)
          .setParameter("value", value)
          .setParameter("user", userId)
          .executeUpdate();
    }
  }

  private List<String> texts(String userId, String name) {
    return quiet(
            db.createSelectionQuery(
                "select coalesce(a.value, a.longValue) from UserAttributeEntity a"
                    + " where a.user.id = :user and a.name = :name",
                String.class))
        .setParameter("user", userId)
        .setParameter("name", name)
        .getResultList();
  }

  /** What the user has as the username, or in an attribute, or null. Unflushed changes are not. */
  String stored(String userId, String name) {
    String query =
        name.equals(UserModel.USERNAME)
            ? "select u.username from UserEntity u where u.id = :user and :name is not null"
            : "select coalesce(a.value, a.longValue) from UserAttributeEntity a"
                + " where a.user.id = :user and a.name = :name";
    return quiet(db.createSelectionQuery(query, String.class))
        .setParameter("user", userId)
        .setParameter("name", name)
        .getResultStream()
        .findFirst()
        .orElse(null);
  }

  /** Writes another username. */
  void rename(String userId, String username) {
    var update =
        db.createMutationQuery("update UserEntity u set u.username = :name where u.id = :id");
    quiet(update).setParameter("name", username).setParameter("id", userId).executeUpdate();
  }

  private static <Q extends CommonQueryContract> Q quiet(Q query) {
    query.setHibernateFlushMode(FlushMode.MANUAL);
    return query;
  }
}
