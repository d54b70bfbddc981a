package io.github.phoneidentity.identity.jpa;

import io.github.phoneidentity.identity.ClaimKind;
import io.github.phoneidentity.identity.UserAttributes;
import java.util.Optional;
import org.hibernate.SharedSessionContract;
import org.hibernate.query.SelectionQuery;

/**
 * Finds the account to which a message may be sent. To prevent user enumeration, it bypasses caches
 * and executes one statement, whatever the result is.
 */
final class AccountTable {

  private final SharedSessionContract db;

  AccountTable(SharedSessionContract db) {
    this.db = db;
  }

  Optional<String> provenOwner(ClaimKey number) {
    SelectionQuery<String> query =
        db.createSelectionQuery(
            "select u.id from ClaimEntity c join UserEntity u on u.id = c.userId"
                + " where c.realmId = :realm and c.kind = :kind and c.claimKey = :key"
                + " and u.enabled = true and exists (select 1 from UserAttributeEntity n"
                + " where n.id = c.attributeId and n.value = c.claimKey) and exists"
                + " (select 1 from UserAttributeEntity a"
                + " where a.user = u and a.name = :verified and a.value = 'true')",
            String.class);
    return query
        .setParameter("realm", number.realmId())
        .setParameter("kind", ClaimKind.phone)
        .setParameter("key", number.key())
        .setParameter("verified", UserAttributes.PHONE_NUMBER_VERIFIED)
        .getResultStream()
        .findFirst();
  }

  Optional<String> ownerOfEmail(String realmId, String email) {
    return db.createSelectionQuery(
            "select u.id from UserEntity u where u.realmId = :realm and u.email = :email and"
                + " u.enabled = true",
            String.class)
        .setParameter("realm", realmId)
        .setParameter("email", email)
        .getResultStream()
        .findFirst();
  }
}
