package io.github.phoneidentity.identity.jpa;

import io.github.phoneidentity.identity.Claim;
import io.github.phoneidentity.identity.ClaimKind;
import io.github.phoneidentity.identity.ClaimLedger;
import io.github.phoneidentity.identity.ClaimValue;
import io.github.phoneidentity.phone.PhoneNumber;
import io.github.phoneidentity.policy.RealmPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hibernate.Session;
import org.keycloak.common.util.Time;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/** The ledger in Keycloak's own database, in the transaction of one Keycloak session. */
final class JpaClaimLedger implements ClaimLedger {

  private final KeycloakSession session;
  private final Session db;

  JpaClaimLedger(KeycloakSession session, Session db) {
    this.session = session;
    this.db = db;
  }

  @Override
  public Optional<Claim> find(RealmModel realm, ClaimKind kind, String key) {
    return new ClaimTable(db)
        .find(new Slot(realm.getId(), kind, key))
        .filter(row -> row.attributeId() != null)
        .map(
            row ->
                new Claim(
                    realm.getId(), kind, key, row.userId(), Instant.ofEpochMilli(row.claimedAt())));
  }

  @Override
  public boolean isFree(RealmModel realm, ClaimKind kind, String key, String forUserId) {
    Optional<ClaimRow> row = new ClaimTable(db).find(new Slot(realm.getId(), kind, key));
    return row.isEmpty() || row.get().userId().equals(forUserId) || isOver(row.get(), realm);
  }

  private static boolean isOver(ClaimRow row, RealmModel realm) {
    Duration holdBack = Quarantine.of(row.slot().kind(), RealmPolicy.of(realm));
    return row.attributeId() == null
        && (holdBack.isZero()
            || (row.releasedAt() != null
                && row.releasedAt() + holdBack.toMillis() <= Time.currentTimeMillis()));
  }

  @Override
  public List<ClaimKind> claimNow(UserModel user) {
    RealmModel realm = session.getContext().getRealm();
    if (!RealmPolicy.participates(realm)) {
      return List.of();
    }
    writeCanonical(user, RealmPolicy.of(realm).defaultRegion());
    db.flush();
    TouchedUsers transaction = TouchedUsers.of(db);
    Set<ClaimKind> all = EnumSet.allOf(ClaimKind.class);
    List<ClaimKind> lost =
        new ClaimSettlement(db, transaction)
            .settle(Map.of(user.getId(), all)).stream().map(Loss::kind).distinct().toList();
    all.removeAll(lost);
    transaction.settled(user.getId(), all);
    return lost;
  }

  private static void writeCanonical(UserModel user, String region) {
    for (ClaimKind kind : ClaimKind.values()) {
      ClaimValue.parse(kind, user.getFirstAttribute(kind.attribute()), region)
          .filter(value -> !value.canonical().equals(user.getFirstAttribute(kind.attribute())))
          .ifPresent(value -> user.setSingleAttribute(kind.attribute(), value.canonical()));
    }
  }

  @Override
  public void markProven(String userId, PhoneNumber number) {
    TouchedUsers.of(db).proven(userId, number.e164());
  }
}
