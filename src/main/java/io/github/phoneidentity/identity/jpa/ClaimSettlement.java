package io.github.phoneidentity.identity.jpa;

import io.github.phoneidentity.identity.ClaimKind;
import io.github.phoneidentity.identity.ClaimValue;
import io.github.phoneidentity.identity.jpa.AttributeTable.Owner;
import io.github.phoneidentity.policy.VerificationPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.hibernate.SharedSessionContract;
import org.keycloak.common.util.Time;
import org.keycloak.models.ModelDuplicateException;

/**
 * Brings the claims of some users into line with the attributes that the transaction has written:
 * canonical values, claims taken and released in the order of their keys, and the proof of a number
 * dropped with the number.
 */
final class ClaimSettlement {

  private final AttributeTable attributes;
  private final ClaimTable claims;
  private final RealmPolicies policies;
  private final TouchedUsers transaction;
  private final long now = Time.currentTimeMillis();

  private final Map<Slot, StoredValue> wanted = new TreeMap<>();
  private final Map<Slot, ClaimRow> held = new TreeMap<>();
  private final List<Loss> losses = new ArrayList<>();

  ClaimSettlement(SharedSessionContract db, TouchedUsers transaction) {
    this.attributes = new AttributeTable(db);
    this.claims = new ClaimTable(db);
    this.policies = new RealmPolicies(db);
    this.transaction = transaction;
  }

  /**
   * The last word before the commit.
   *
   * @throws ModelDuplicateException naming the user and the attribute of a claim that was lost
   */
  static void atCommit(SharedSessionContract db, TouchedUsers transaction) {
    List<Loss> lost = new ClaimSettlement(db, transaction).settle(transaction.kindsByUser());
    if (!lost.isEmpty()) {
      throw new ModelDuplicateException(lost.get(0).message(), lost.get(0).kind().attribute());
    }
  }

  /**
   * Settles the given kinds of the given users; what could not be won is left unclaimed and
   * returned.
   */
  List<Loss> settle(Map<String, Set<ClaimKind>> open) {
    if (open.isEmpty()) {
      return List.of();
    }
    Map<String, Owner> owners = attributes.owners(open.keySet());
    owners.values().removeIf(owner -> policies.of(owner.realmId()).isEmpty());
    collectHeld(open);
    collectWanted(open, owners);
    dropProofsOfRemovedNumbers(open, owners);
    List<Slot> slots = new ArrayList<>(wanted.keySet());
    held.keySet().stream().filter(slot -> !wanted.containsKey(slot)).forEach(slots::add);
    slots.stream().sorted().forEach(slot -> settle(slot, owners));
    return losses;
  }

  private void collectHeld(Map<String, Set<ClaimKind>> open) {
    for (ClaimRow claim : claims.ofUsers(open.keySet())) {
      if (open.get(claim.userId()).contains(claim.slot().kind())) {
        held.put(claim.slot(), claim);
      }
    }
  }

  private void collectWanted(Map<String, Set<ClaimKind>> open, Map<String, Owner> owners) {
    Map<String, Slot> slotOfUser = new HashMap<>();
    for (StoredValue stored : attributes.values(owners)) {
      if (open.get(stored.userId()).contains(stored.kind())) {
        Owner owner = owners.get(stored.userId());
        Optional<Slot> slot = canonical(stored);
        Slot other =
            slot.isEmpty()
                ? null
                : slotOfUser.putIfAbsent(stored.userId() + stored.kind(), slot.get());
        if (slot.isEmpty() || (other != null && !other.equals(slot.get()))) {
          losses.add(new Loss(owner, stored.kind(), Loss.Reason.INVALID));
        } else if (!stored
            .userId()
            .equals(wanted.merge(slot.get(), stored, this::first).userId())) {
          losses.add(new Loss(owner, stored.kind(), Loss.Reason.TAKEN));
        }
      }
    }
  }

  private StoredValue first(StoredValue one, StoredValue another) {
    return one;
  }

  private Optional<Slot> canonical(StoredValue stored) {
    String region = policy(stored.realmId()).defaultRegion();
    Optional<ClaimValue> value = ClaimValue.parse(stored.kind(), stored.value(), region);
    value
        .filter(parsed -> !parsed.canonical().equals(stored.value()))
        .ifPresent(parsed -> attributes.write(stored.attributeId(), parsed.canonical()));
    return value.map(parsed -> new Slot(stored.realmId(), parsed.kind(), parsed.key()));
  }

  private void dropProofsOfRemovedNumbers(
      Map<String, Set<ClaimKind>> open, Map<String, Owner> owners) {
    owners.keySet().stream()
        .filter(userId -> open.get(userId).contains(ClaimKind.phone))
        .filter(userId -> wanted.values().stream().noneMatch(value -> isNumberOf(value, userId)))
        .forEach(attributes::dropProof);
  }

  private static boolean isNumberOf(StoredValue value, String userId) {
    return value.kind() == ClaimKind.phone && value.userId().equals(userId);
  }

  private void settle(Slot slot, Map<String, Owner> owners) {
    StoredValue value = wanted.get(slot);
    ClaimRow before = held.get(slot);
    boolean own = before != null && value != null && value.userId().equals(before.userId());
    if (before != null && !own) {
      claims.release(before, now);
    }
    if (value == null) {
      return;
    }
    if (own ? !keep(before, value) : !take(slot, value, holdBack(slot, before, owners))) {
      losses.add(new Loss(owners.get(value.userId()), slot.kind(), Loss.Reason.TAKEN));
    } else if (slot.kind() == ClaimKind.phone && !(own && before.releasedAt() == null)) {
      dropUnprovenProof(slot, value.userId());
    }
  }

  private boolean keep(ClaimRow own, StoredValue value) {
    return value.attributeId().equals(own.attributeId())
        || claims.keep(own, value.attributeId(), now);
  }

  /** An insert would wait for a transaction that is changing the row, and could deadlock. */
  private boolean take(Slot slot, StoredValue value, Duration holdBack) {
    boolean absent = claims.find(slot).isEmpty();
    return (absent && claims.insert(slot, value.userId(), value.attributeId(), now))
        || claims.takeOver(slot, value.userId(), value.attributeId(), now, holdBack);
  }

  /** An import that replaces a user removes the owner and brings it back in one transaction. */
  private Duration holdBack(Slot slot, ClaimRow before, Map<String, Owner> owners) {
    boolean replaced = before != null && !owners.containsKey(before.userId());
    return replaced ? Duration.ZERO : Quarantine.of(slot.kind(), policy(slot.realmId()));
  }

  private void dropUnprovenProof(Slot slot, String userId) {
    if (!transaction.isCreated(userId) && !transaction.isProven(userId, slot.key())) {
      attributes.dropProof(userId);
    }
  }

  private VerificationPolicy policy(String realmId) {
    return policies.of(realmId).orElseThrow();
  }
}
