package io.github.phoneidentity.identity.jpa;

import io.github.phoneidentity.identity.ClaimKind;
import io.github.phoneidentity.identity.UserAttributes;
import io.github.phoneidentity.jpa.EntityListener;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.hibernate.Session;

/**
 * The sweep of released claims. The foreign key releases a claim without a time, so the sweep sets
 * it afterwards; until then the claim counts as released just now.
 */
final class ReleasedClaims {

  private final Session db;

  ReleasedClaims(Session db) {
    this.db = db;
  }

  /**
   * Sets {@code RELEASED_AT} on newly released claims, and deletes claims whose quarantine has
   * elapsed.
   *
   * @param now epoch milliseconds
   * @return the ids of realms in which proofs were removed
   */
  Set<String> sweep(long now) {
    // A realm that no longer takes part keeps its claims until it takes part again and is adopted.
    List<String> adopted =
        db.createSelectionQuery(
                "select a.realmId from AdoptionEntity a where a.finishedAt is not null"
                    + " and a.adoptedAt is not null",
                String.class)
            .getResultList();
    Set<String> changed = dropProofsOfChangedNumbers(adopted);
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
    realms.retainAll(adopted);
    for (String realm : realms) {
      policies
          .of(realm)
          .ifPresent(policy -> remove(realm, now, policy.releasedNumberQuarantine().toMillis()));
    }
    db.createMutationQuery(
            "delete from AdoptedValueEntity v where v.realmId not in"
                + " (select r.id from RealmEntity r)")
        .executeUpdate();
    return changed;
  }

  /**
   * Removes the proof of a number whose claim was released by SQL or by a node without this
   * extension: once the claim is deleted, the change of the number cannot be detected any more.
   */
  private Set<String> dropProofsOfChangedNumbers(List<String> realms) {
    List<Object[]> proofs =
        db.createSelectionQuery(
                "select distinct c.realmId, p.id, c.userId from ClaimEntity c"
                    + " join UserAttributeEntity p on p.user.id = c.userId and p.name in :proof"
                    + " where c.kind = :phone and c.attributeId is null and c.releasedAt is null"
                    + " and c.realmId in :realms and not exists (select 1 from ClaimEntity o"
                    + " where o.userId = c.userId and o.kind = :phone"
                    + " and o.attributeId is not null)",
                Object[].class)
            .setParameter("proof", UserAttributes.PROOF)
            .setParameter("phone", ClaimKind.phone)
            .setParameter("realms", realms)
            .getResultList();
    if (!proofs.isEmpty()) {
      new AttributeTable(db).removeAll(proofs.stream().map(proof -> (String) proof[1]).toList());
      EntityListener.changedByStatement(
          db, proofs.stream().map(proof -> (String) proof[2]).distinct().toList());
    }
    return proofs.stream().map(proof -> (String) proof[0]).collect(Collectors.toSet());
  }

  /**
   * Sets the release time and deletes claims whose quarantine has elapsed, in one realm.
   *
   * @param now epoch milliseconds
   * @param quarantine milliseconds
   */
  void stampAndRemove(String realm, long now, long quarantine) {
    db.createMutationQuery(
            "update ClaimEntity c set c.releasedAt = :now where c.realmId = :realm"
                + " and c.attributeId is null and c.releasedAt is null")
        .setParameter("realm", realm)
        .setParameter("now", now)
        .executeUpdate();
    remove(realm, now, quarantine);
  }

  private void remove(String realm, long now, long quarantine) {
    db.createMutationQuery(
            "delete from ClaimEntity c where c.realmId = :realm and c.attributeId is null"
                + " and (c.kind = :nickname or c.releasedAt <= :before)")
        .setParameter("realm", realm)
        .setParameter("nickname", ClaimKind.nickname)
        .setParameter("before", now - quarantine)
        .executeUpdate();
  }
}
