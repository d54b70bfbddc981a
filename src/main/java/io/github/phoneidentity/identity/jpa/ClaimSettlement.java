package io.github.phoneidentity.identity.jpa;

import io.github.phoneidentity.identity.ClaimKind;
import io.github.phoneidentity.identity.ClaimValue;
import io.github.phoneidentity.identity.RequestOrigin;
import io.github.phoneidentity.identity.jpa.AttributeTable.Owner;
import io.github.phoneidentity.policy.VerificationPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.hibernate.SharedSessionContract;
import org.keycloak.common.util.Time;
import org.keycloak.utils.KeycloakSessionUtil;

/**
 * Brings the claims of some users into line with their attributes: canonical values, claims taken
 * and released in the order of their keys, and the proof of a number dropped with the number.
 */
final class ClaimSettlement {

  private final AttributeTable attributes;
  private final ClaimTable claims;
  private final RealmPolicies policies;
  private final TouchedUsers transaction;
  private final Occasion occasion;
  private final long now = Time.currentTimeMillis();

  private final Map<String, Owner> owners = new HashMap<>();
  private final Map<Slot, ClaimRow> held = new HashMap<>();
  private final Map<Slot, ClaimRow> existing = new HashMap<>();
  private final List<Loss> losses = new ArrayList<>();
  private final List<StoredValue> won = new ArrayList<>();
  private WantedClaims wanted;

  ClaimSettlement(SharedSessionContract db, TouchedUsers transaction, Occasion occasion) {
    this.attributes = new AttributeTable(db);
    this.claims = new ClaimTable(db);
    this.policies = new RealmPolicies(db);
    this.transaction = transaction;
    this.occasion = occasion;
  }

  /** Settles the given kinds of the given users; what could not be won is returned. */
  List<Loss> settle(Map<String, Set<ClaimKind>> open) {
    if (open.isEmpty()) {
      return List.of();
    }
    owners.putAll(attributes.owners(open.keySet()));
    owners.values().removeIf(owner -> policies.of(owner.realmId()).isEmpty());
    collectHeld(open);
    wanted = new WantedClaims(owners, policies, this::first);
    wanted.read(attributes.values(owners), open);
    losses.addAll(wanted.losses());
    claims.find(wanted.bySlot().keySet()).forEach(claim -> existing.put(claim.slot(), claim));
    dropProofsOfRemovedNumbers(open);
    Set<Slot> slots = new TreeSet<>(wanted.bySlot().keySet());
    slots.addAll(held.keySet());
    slots.forEach(this::settle);
    return losses;
  }

  /** The values that their users own now. */
  List<StoredValue> won() {
    return won;
  }

  /**
   * Gives a user its former value back, in the attribute that holds a lost one.
   *
   * @param former the value, in any spelling, or null
   * @return false if there was none, or it is not the user's any more
   */
  boolean restore(Loss lost, String former) {
    String realmId = lost.user().realmId();
    Optional<ClaimValue> value = ClaimValue.parse(lost.kind(), former, region(realmId));
    ClaimRow own = value.map(v -> held.get(new Slot(realmId, v.kind(), v.key()))).orElse(null);
    if (own == null || !claims.keep(own, lost.attributeId(), acquisition(lost.user()))) {
      return false;
    }
    attributes.write(lost.attributeId(), value.get().canonical());
    return true;
  }

  private void collectHeld(Map<String, Set<ClaimKind>> open) {
    for (ClaimRow claim : claims.ofUsers(open.keySet())) {
      if (open.get(claim.userId()).contains(claim.slot().kind())) {
        held.put(claim.slot(), claim);
      }
    }
  }

  private void settle(Slot slot) {
    StoredValue value = wanted.bySlot().get(slot);
    ClaimRow before = held.get(slot);
    boolean own = before != null && value != null && value.userId().equals(before.userId());
    if (before != null && !own) {
      claims.release(before, now);
    }
    if (value == null) {
      return;
    }
    if (own ? !keep(before, value) : !take(slot, value)) {
      lose(value, Loss.Reason.TAKEN);
    } else {
      win(value, !own || before.releasedAt() != null);
    }
  }

  private boolean keep(ClaimRow own, StoredValue value) {
    return value.attributeId().equals(own.attributeId())
        || claims.keep(own, value.attributeId(), acquisition(owners.get(value.userId())));
  }

  /** An insert would wait for a transaction that is changing the row, and could deadlock. */
  private boolean take(Slot slot, StoredValue value) {
    Acquisition how = acquisition(owners.get(value.userId()));
    ClaimRow other = existing.get(slot);
    if (other == null && claims.insert(slot, value, how)) {
      return true;
    }
    if (how.adopted() && other != null && other.adopted() && isSenior(value, other.userId())) {
      return displace(other, value, how);
    }
    return claims.takeOver(slot, value, how, holdBack(slot));
  }

  private Acquisition acquisition(Owner owner) {
    return occasion == Occasion.ADOPTION
        ? new Acquisition(now, true, null)
        : new Acquisition(now, false, origin(owner));
  }

  private static RequestOrigin origin(Owner owner) {
    return RequestOrigin.of(KeycloakSessionUtil.getKeycloakSession(), owner.federated());
  }

  /** The junior keeps the attribute and is told of as one who has lost. */
  private boolean displace(ClaimRow junior, StoredValue senior, Acquisition how) {
    boolean displaced = claims.displace(junior, senior, how);
    if (displaced) {
      attributes.owners(Set.of(junior.userId())).values().stream()
          .map(user -> new Loss(user, senior.kind(), junior.attributeId(), Loss.Reason.TAKEN))
          .forEach(losses::add);
    }
    return displaced;
  }

  /** An import that replaces a user removes the owner and brings it back in one transaction. */
  private Duration holdBack(Slot slot) {
    ClaimRow before = held.get(slot);
    boolean replaced = before != null && !owners.containsKey(before.userId());
    return replaced ? Duration.ZERO : Quarantine.of(slot.kind(), policy(slot.realmId()));
  }

  private void win(StoredValue value, boolean changed) {
    if (occasion == Occasion.CHANGE) {
      if (value.isRespelled()) {
        attributes.write(value.attributeId(), value.canonical());
      }
      if (value.kind() == ClaimKind.phone && !isVouchedFor(value, changed)) {
        attributes.dropProof(value.userId());
      }
    }
    won.add(value);
  }

  private void lose(StoredValue value, Loss.Reason reason) {
    losses.add(new Loss(owners.get(value.userId()), value.kind(), value.attributeId(), reason));
  }

  private boolean isVouchedFor(StoredValue number, boolean changed) {
    String userId = number.userId();
    if (transaction.isProven(userId, number.canonical())) {
      return true;
    }
    if (origin(owners.get(userId)) == RequestOrigin.SELF_SERVICE) {
      return !changed && !transaction.isProofWritten(userId);
    }
    return !changed || transaction.isCreated(userId);
  }

  private void dropProofsOfRemovedNumbers(Map<String, Set<ClaimKind>> open) {
    if (occasion == Occasion.CHANGE) {
      owners.keySet().stream()
          .filter(userId -> open.get(userId).contains(ClaimKind.phone))
          .filter(userId -> !wanted.hasNumber(userId))
          .forEach(attributes::dropProof);
    }
  }

  /** Of two users of one transaction who want the same, the first one wins. */
  private StoredValue first(StoredValue one, StoredValue another) {
    return occasion == Occasion.ADOPTION && isSenior(another, one.userId()) ? another : one;
  }

  private boolean isSenior(StoredValue candidate, String otherUserId) {
    return attributes
        .senior(List.of(candidate.userId(), otherUserId), candidate.kind())
        .equals(candidate.userId());
  }

  private String region(String realmId) {
    return policy(realmId).defaultRegion();
  }

  private VerificationPolicy policy(String realmId) {
    return policies.of(realmId).orElseThrow();
  }
}
