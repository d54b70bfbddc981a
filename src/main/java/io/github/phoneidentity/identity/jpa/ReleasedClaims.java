package io.github.phoneidentity.identity.jpa;

import io.github.phoneidentity.identity.ClaimKind;
import java.util.ArrayList;
import java.util.List;
import org.hibernate.SharedSessionContract;

/**
 * What becomes of released claims. The database releases a claim without telling when, so the
 * moment is stamped afterwards; until then a claim that is held back counts as just released.
 */
final class ReleasedClaims {

  private final SharedSessionContract db;

  ReleasedClaims(SharedSessionContract db) {
    this.db = db;
  }

  /** Stamps what was released since the last sweep, and removes what nobody is kept from. */
  void sweep(long now) {
    db.createMutationQuery(
            "update ClaimEntity c set c.releasedAt = :now"
                + " where c.attributeId is null and c.releasedAt is null")
        .setParameter("now", now)
        .executeUpdate();
    List<String> realms =
        new ArrayList<>(
            db.createSelectionQuery(
                    "select distinct c.realmId from ClaimEntity c where c.attributeId is null",
                    String.class)
                .getResultList());
    RealmPolicies policies = new RealmPolicies(db);
    // A realm that has stopped keeps its claims as they are until it begins again and is adopted.
    realms.retainAll(
        db.createSelectionQuery(
                "select a.realmId from AdoptionEntity a where a.finishedAt is not null"
                    + " and a.adoptedAt is not null",
                String.class)
            .getResultList());
    for (String realm : realms) {
      policies
          .of(realm)
          .ifPresent(policy -> remove(realm, now, policy.releasedNumberQuarantine().toMillis()));
    }
    db.createMutationQuery(
            "delete from AdoptedValueEntity v where v.realmId not in"
                + " (select r.id from RealmEntity r)")
        .executeUpdate();
  }

  /** The same for one realm. */
  void settle(String realm, long now, long held) {
    db.createMutationQuery(
            "update ClaimEntity c set c.releasedAt = :now where c.realmId = :realm"
                + " and c.attributeId is null and c.releasedAt is null")
        .setParameter("realm", realm)
        .setParameter("now", now)
        .executeUpdate();
    remove(realm, now, held);
  }

  private void remove(String realm, long now, long held) {
    db.createMutationQuery(
            "delete from ClaimEntity c where c.realmId = :realm and c.attributeId is null"
                + " and (c.kind = :nickname or c.releasedAt <= :before)")
        .setParameter("realm", realm)
        .setParameter("nickname", ClaimKind.nickname)
        .setParameter("before", now - held)
        .executeUpdate();
  }
}
