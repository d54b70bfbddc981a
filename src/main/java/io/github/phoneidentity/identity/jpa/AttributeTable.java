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
 * Reads and writes Keycloak's own tables of users and their attributes, by statements that do not
 * flush.
 */
final class AttributeTable {

  /** A user whose claims are reconciled. */
  record Owner(
      String id,
      String realmId,
      String username,
      String email,
      boolean federated,
      boolean serviceAccount) {

    private static final int SHOWN = 4;

    /**
     * Names the user in an error message. A username without a letter may be a phone number, which
     * must not be disclosed: only its last digits are shown, and the user's id.
     */
    String shownName() {
      if (username.codePoints().anyMatch(Character::isLetter)) {
        return "'" + username + "'";
      }
      int hidden = Math.max(0, username.length() - SHOWN);
      return "'" + "*".repeat(hidden) + username.substring(hidden) + "' (" + id + ")";
    }
  }

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
                withoutFlush(db.createSelectionQuery(users, Object[].class))
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

  /** The values of these users that can be owned, in the order of their attribute ids. */
  List<StoredValue> values(Map<String, Owner> owners) {
    return Chunks.of(owners.keySet())
        .flatMap(chunk -> values(chunk).stream())
        .map(a -> value(a, owners.get((String) a[1])))
        .sorted(Comparator.comparing(StoredValue::attributeId))
        .toList();
  }

  private List<Object[]> values(List<String> userIds) {
    return withoutFlush(
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

  /** The value of this attribute row, or null. */
  String value(String attributeId) {
    return withoutFlush(
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
    withoutFlush(update)
        .setParameter("value", canonical)
        .setParameter("id", attributeId)
        .executeUpdate();
  }

  void remove(String attributeId) {
    var delete = db.createMutationQuery("delete from UserAttributeEntity a where a.id = :id");
    withoutFlush(delete).setParameter("id", attributeId).executeUpdate();
  }

  void removeAll(Collection<String> attributeIds) {
    Chunks.of(attributeIds)
        .forEach(
            ids ->
                withoutFlush(
                        db.createMutationQuery(
                            "delete from UserAttributeEntity a where a.id in :ids"))
                    .setParameter("ids", ids)
                    .executeUpdate());
  }

  /** Removes the verification attributes of the user. */
  void dropProof(String userId) {
    var delete =
        db.createMutationQuery(
            "delete from UserAttributeEntity a where a.user.id = :user and a.name in :names");
    withoutFlush(delete)
        .setParameter("user", userId)
        .setParameter("names", UserAttributes.PROOF)
        .executeUpdate();
  }

  /** Removes a required action of the user. */
  void removeAction(String userId, String action) {
    var delete =
        db.createMutationQuery(
            "delete from UserRequiredActionEntity a where a.user.id = :user and a.action ="
                + " :action");
    withoutFlush(delete)
        .setParameter("user", userId)
        .setParameter("action", action)
        .executeUpdate();
  }

  /** Removes verification attributes with invalid values. */
  void dropFalseProof(String userId) {
    if (!PhoneProof.isProof(texts(userId, UserAttributes.PHONE_NUMBER_VERIFIED))) {
      dropProof(userId);
    } else if (!PhoneProof.isInstant(texts(userId, UserAttributes.PHONE_NUMBER_VERIFIED_AT))) {
      put(userId, UserAttributes.PHONE_NUMBER_VERIFIED_AT, null);
    }
  }

  /**
   * Replaces all values of an attribute.
   *
   * @param value the new value; null to remove the attribute
   */
  void put(String userId, String name, String value) {
    var delete =
        db.createMutationQuery(
            "delete from UserAttributeEntity a where a.user.id = :user and a.name = :name");
    withoutFlush(delete).setParameter("user", userId).setParameter("name", name).executeUpdate();
    if (value != null) {
      var insert =
          db.createMutationQuery(
              "insert into UserAttributeEntity (id, name, value, user) select cast(:id as String),"
                  + " cast(:name as String), cast(:value as String), u from UserEntity u"
                  + " where u.id = :user");
      withoutFlush(insert)
          .setParameter("id", KeycloakModelUtils.generateId())
          .setParameter("name", name)
          .setParameter("value", value)
          .setParameter("user", userId)
          .executeUpdate();
    }
  }

  private List<String> texts(String userId, String name) {
    return withoutFlush(
            db.createSelectionQuery(
                "select coalesce(a.value, a.longValue) from UserAttributeEntity a"
                    + " where a.user.id = :user and a.name = :name",
                String.class))
        .setParameter("user", userId)
        .setParameter("name", name)
        .getResultList();
  }

  /** The stored username or attribute of the user, or null. Unflushed changes are not visible. */
  String stored(String userId, String name) {
    String query =
        name.equals(UserModel.USERNAME)
            ? "select u.username from UserEntity u where u.id = :user and :name is not null"
            : "select coalesce(a.value, a.longValue) from UserAttributeEntity a"
                + " where a.user.id = :user and a.name = :name";
    return withoutFlush(db.createSelectionQuery(query, String.class))
        .setParameter("user", userId)
        .setParameter("name", name)
        .getResultStream()
        .findFirst()
        .orElse(null);
  }

  /** Changes the username. */
  void rename(String userId, String username) {
    var update =
        db.createMutationQuery("update UserEntity u set u.username = :name where u.id = :id");
    withoutFlush(update).setParameter("name", username).setParameter("id", userId).executeUpdate();
  }

  private static <Q extends CommonQueryContract> Q withoutFlush(Q query) {
    query.setHibernateFlushMode(FlushMode.MANUAL);
    return query;
  }
}
