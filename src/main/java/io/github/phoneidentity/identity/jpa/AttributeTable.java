package io.github.phoneidentity.identity.jpa;

import io.github.phoneidentity.identity.ClaimKind;
import io.github.phoneidentity.identity.UserAttributes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.hibernate.FlushMode;
import org.hibernate.SharedSessionContract;
import org.hibernate.query.CommonQueryContract;

/**
 * Keycloak's own tables of users and their attributes, read and written by statements that do not
 * flush.
 */
final class AttributeTable {

  /** A user whose values are settled. */
  record Owner(String id, String realmId, String username) {}

  private static final List<String> OWNED =
      Stream.of(ClaimKind.values()).map(ClaimKind::attribute).toList();
  private static final List<String> PROOF =
      List.of(UserAttributes.PHONE_NUMBER_VERIFIED, UserAttributes.PHONE_NUMBER_VERIFIED_AT);

  private final SharedSessionContract db;

  AttributeTable(SharedSessionContract db) {
    this.db = db;
  }

  Map<String, Owner> owners(Collection<String> userIds) {
    var query =
        db.createSelectionQuery(
            "select u.id, u.realmId, u.username from UserEntity u where u.id in :users",
            Object[].class);
    Map<String, Owner> owners = new HashMap<>();
    for (Object[] u : quiet(query).setParameter("users", userIds).getResultList()) {
      owners.put((String) u[0], new Owner((String) u[0], (String) u[1], (String) u[2]));
    }
    return owners;
  }

  /** The values of these users that can be owned, in the order of their ids. */
  List<StoredValue> values(Map<String, Owner> owners) {
    var query =
        db.createSelectionQuery(
            "select a.id, a.user.id, a.name, a.value, a.longValue from UserAttributeEntity a"
                + " where a.user.id in :users and a.name in :names order by a.id",
            Object[].class);
    quiet(query).setParameter("users", owners.keySet()).setParameter("names", OWNED);
    List<StoredValue> values = new ArrayList<>();
    for (Object[] a : query.getResultList()) {
      Owner owner = owners.get((String) a[1]);
      ClaimKind kind = ClaimKind.ofAttribute((String) a[2]).orElseThrow();
      String value = a[3] == null ? (String) a[4] : (String) a[3];
      values.add(new StoredValue((String) a[0], owner.id(), owner.realmId(), kind, value));
    }
    return values;
  }

  void write(String attributeId, String canonical) {
    var update =
        db.createMutationQuery(
            "update UserAttributeEntity a set a.value = :value, a.longValue = null, a.longValueHash"
                + " = null, a.longValueHashLowerCase = null where a.id = :id");
    quiet(update).setParameter("value", canonical).setParameter("id", attributeId).executeUpdate();
  }

  /** Takes the proof of the number off the user. */
  void dropProof(String userId) {
    var delete =
        db.createMutationQuery(
            "delete from UserAttributeEntity a where a.user.id = :user and a.name in :names");
    quiet(delete).setParameter("user", userId).setParameter("names", PROOF).executeUpdate();
  }

  private static <Q extends CommonQueryContract> Q quiet(Q query) {
    query.setHibernateFlushMode(FlushMode.MANUAL);
    return query;
  }
}
