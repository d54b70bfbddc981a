package io.github.phoneidentity.identity.jpa;

import io.github.phoneidentity.identity.AccountSummary;
import io.github.phoneidentity.identity.ClaimKind;
import io.github.phoneidentity.identity.ClaimValue;
import io.github.phoneidentity.identity.IdentifierType;
import io.github.phoneidentity.identity.UserAttributes;
import io.github.phoneidentity.phone.PhoneNumber;
import io.github.phoneidentity.policy.RealmPolicy;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.hibernate.FlushMode;
import org.hibernate.SharedSessionContract;
import org.hibernate.query.SelectionQuery;
import org.keycloak.models.RealmModel;
import org.keycloak.models.utils.KeycloakModelUtils;

/**
 * Finds the account of a typed identifier, in the order of {@link
 * io.github.phoneidentity.identity.IdentifierLookup}. To prevent user enumeration, it bypasses
 * caches and executes statements that depend on the type of the identifier alone, not on whether an
 * account exists.
 */
final class AccountSearch {

  private static final String NOBODY = "-";

  private final SharedSessionContract db;
  private final RealmModel realm;

  AccountSearch(SharedSessionContract db, RealmModel realm) {
    this.db = db;
    this.realm = realm;
  }

  Optional<AccountSummary> by(String identifier) {
    String region = RealmPolicy.of(realm).defaultRegion();
    // Execute all lookups before the first match is chosen, so that the work does not depend on it.
    List<Optional<String>> owners =
        switch (IdentifierType.of(identifier, region)) {
          case EMAIL -> List.of(byEmail(identifier), byUsername(identifier));
          case PHONE ->
              List.of(
                  byClaim(ClaimKind.phone, identifier, region),
                  byUsername(identifier),
                  byClaim(ClaimKind.nickname, identifier, region));
          case NAME ->
              List.of(byUsername(identifier), byClaim(ClaimKind.nickname, identifier, region));
        };
    return of(owners.stream().flatMap(Optional::stream).findFirst().orElse(NOBODY));
  }

  /** The account of the user with this id, by one statement. */
  Optional<AccountSummary> of(String userId) {
    SelectionQuery<Object[]> query =
        withoutFlush(
            "select u.enabled, c.claimKey from UserEntity u left join ClaimEntity c"
                + " on c.userId = u.id and c.realmId = u.realmId and c.kind = :kind"
                + " and exists (select 1 from UserAttributeEntity n"
                + " where n.id = c.attributeId and n.value = c.claimKey)"
                + " and exists (select 1 from UserAttributeEntity a"
                + " where a.user = u and a.name = :verified and a.value = 'true')"
                + " where u.id = :id and u.realmId = :realm and u.serviceAccountClientLink is null",
            Object[].class);
    return query
        .setParameter("kind", ClaimKind.phone)
        .setParameter("verified", UserAttributes.PHONE_NUMBER_VERIFIED)
        .setParameter("id", userId)
        .setParameter("realm", realm.getId())
        .getResultList()
        .stream()
        .findFirst()
        .map(row -> account(userId, row));
  }

  private static AccountSummary account(String userId, Object[] row) {
    return new AccountSummary(
        userId, (boolean) row[0], Optional.ofNullable((String) row[1]).map(PhoneNumber::new));
  }

  private Optional<String> byEmail(String identifier) {
    Stream<String> owner =
        owner("u.email", KeycloakModelUtils.toLowerCaseSafe(identifier.replace('\uFF20', '@')));
    boolean means = realm.isLoginWithEmailAllowed() && !realm.isDuplicateEmailsAllowed();
    return owner.filter(id -> means).findFirst();
  }

  private Optional<String> byUsername(String identifier) {
    return owner("u.username", KeycloakModelUtils.toLowerCaseSafe(identifier)).findFirst();
  }

  private Stream<String> owner(String column, String value) {
    return withoutFlush(
        "select u.id from UserEntity u where u.realmId = :realm and " + column + " = :value",
        String.class)
        .setParameter("realm", realm.getId())
        .setParameter("value", value)
        .getResultList()
        .stream();
  }

  private Optional<String> byClaim(ClaimKind kind, String identifier, String region) {
    return ClaimValue.parse(kind, identifier, region)
        .map(value -> new ClaimKey(realm.getId(), kind, value.key()))
        .flatMap(claimKey -> new ClaimTable(db).findHeld(claimKey))
        .map(ClaimRow::userId);
  }

  private <T> SelectionQuery<T> withoutFlush(String query, Class<T> type) {
    SelectionQuery<T> selection = db.createSelectionQuery(query, type);
    selection.setHibernateFlushMode(FlushMode.MANUAL);
    return selection;
  }
}
