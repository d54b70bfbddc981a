package io.github.phoneidentity.identity.jpa;

import io.github.phoneidentity.identity.ClaimKind;
import io.github.phoneidentity.identity.ClaimValue;
import io.github.phoneidentity.identity.RequestOrigin;
import io.github.phoneidentity.identity.jpa.AttributeTable.Owner;
import io.github.phoneidentity.policy.VerificationPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.hibernate.SharedSessionContract;
import org.keycloak.common.util.Time;
import org.keycloak.models.KeycloakSession;
import org.keycloak.utils.KeycloakSessionUtil;

/**
 * Brings the claims of some users into line with their attributes: canonical values, claims taken
 * and released in the order of their keys, and the proof of a number dropped with the number.
 */
final class ClaimReconciler {

  private final AttributeTable attributes;
  private final ClaimTable claims;
  private final ConflictTable conflicts;
  private final RealmPolicies policies;
  private final PendingChanges transaction;
  private final ProofReconciler proofs;
  private final KeycloakSession session = KeycloakSessionUtil.getKeycloakSession();
  private final long now = Time.currentTimeMillis();

  private final Map<String, Owner> owners = new HashMap<>();
  private final Map<ClaimKey, ClaimRow> held = new HashMap<>();
  private final Map<ClaimKey, ClaimRow> existing = new HashMap<>();
  private final List<ClaimConflict> losses = new ArrayList<>();
  private final List<ClaimRow> released = new ArrayList<>();
  private final Set<ClaimKey> freed = new TreeSet<>();
  private final Map<String, String> owned = new HashMap<>();
  private DesiredClaims wanted;

  ClaimReconciler(SharedSessionContract db, PendingChanges transaction) {
    this.attributes = new AttributeTable(db);
    this.claims = new ClaimTable(db);
    this.conflicts = new ConflictTable(db);
    this.policies = new RealmPolicies(db);
    this.proofs = new ProofReconciler(attributes, claims, transaction);
    this.transaction = transaction;
  }

  /** Settles the given kinds of the given users; what could not be won is returned. */
  List<ClaimConflict> settle(Map<String, Set<ClaimKind>> open) {
    return settle(open, Set.of());
  }

  /**
   * The same, and settles the proofs and usernames of other users, whose values stay as they are.
   */
  List<ClaimConflict> settle(Map<String, Set<ClaimKind>> open, Set<String> others) {
    Set<String> users = new TreeSet<>(open.keySet());
    users.addAll(others);
    owners.putAll(attributes.owners(users));
    owners.values().removeIf(owner -> policies.of(owner.realmId()).isEmpty());
    if (owners.isEmpty() && open.isEmpty()) {
      return List.of();
    }
    claims.lock(users, kinds(open, others));
    forgetConflicts(open);
    collectHeld(users, open);
    wanted = new DesiredClaims(owners, policies);
    wanted.read(attributes.values(owners), open);
    losses.addAll(wanted.losses());
    claims.find(wanted.bySlot().keySet()).forEach(claim -> existing.put(claim.slot(), claim));
    dropProofsOfRemovedNumbers(open);
    Set<ClaimKey> slots = new TreeSet<>(wanted.bySlot().keySet());
    slots.addAll(held.keySet());
    slots.forEach(this::settle);
    settleOtherProofs(open);
    return losses;
  }

  /** What is settled of others, a proof or a username, depends on their number. */
  private static Set<ClaimKind> kinds(Map<String, Set<ClaimKind>> open, Set<String> others) {
    Set<ClaimKind> kinds = EnumSet.noneOf(ClaimKind.class);
    open.values().forEach(kinds::addAll);
    if (!others.isEmpty()) {
      kinds.add(ClaimKind.phone);
    }
    return kinds;
  }

  /** What a directory once had for a user is not what is written now. */
  private void forgetConflicts(Map<String, Set<ClaimKind>> open) {
    owners.values().stream()
        .filter(user -> user.federated() && open.containsKey(user.id()))
        .forEach(user -> conflicts.forget(user.id(), open.get(user.id())));
  }

  /** A number that the user does not own cannot be proven by writing that it is. */
  private void settleOtherProofs(Map<String, Set<ClaimKind>> open) {
    for (String userId : transaction.proofWritten()) {
      boolean settled = open.getOrDefault(userId, Set.of()).contains(ClaimKind.phone);
      if (owners.containsKey(userId) && !settled) {
        String number = wanted.number(userId);
        if (number != null && number.equals(owned.get(userId))) {
          proofs.settle(owners.get(userId), number, false);
        } else {
          proofs.drop(userId);
        }
      }
    }
  }

  /** The values that some of the transaction's users want and one of them can have. */
  List<ClaimConflict> rivals() {
    return wanted.rivals();
  }

  /** What has become of proofs, for values that are left off afterwards. */
  ProofReconciler proofs() {
    return proofs;
  }

  /** The users whom the transaction has given a username that is reserved. */
  List<Owner> reservedUsernames() {
    return transaction.renamed().stream()
        .map(owners::get)
        .filter(Objects::nonNull)
        .filter(
            user ->
                ReservedUsernames.isReserved(
                    user, wanted.number(user.id()), region(user.realmId())))
        .toList();
  }

  /** The numbers that their users have lost by the change. */
  List<ClaimRow> released() {
    return released;
  }

  /** Where claims were released, whoever released them. */
  Set<ClaimKey> freed() {
    return freed;
  }

  /** Whether another user can have what is released there. */
  boolean isFreeAtOnce(ClaimKey slot) {
    return policies
        .of(slot.realmId())
        .filter(policy -> Quarantine.of(slot.kind(), policy).isZero())
        .isPresent();
  }

  /** What a user could own by a text in place of what it has lost. */
  Optional<ClaimValue> parse(ClaimConflict lost, String text) {
    return ClaimValue.parse(lost.kind(), text, region(lost.user().realmId()));
  }

  /** Where that value would be claimed. */
  ClaimKey slot(ClaimConflict lost, ClaimValue value) {
    return new ClaimKey(lost.user().realmId(), lost.kind(), value.key());
  }

  /** Those of the users whom a directory has brought. */
  List<Owner> federated() {
    return owners.values().stream().filter(Owner::federated).toList();
  }

  /**
   * Gives a user its former value back, in the attribute that holds a lost one.
   *
   * @param former the value, in any spelling, or null
   * @return false if there was none, or it is not the user's any more
   */
  boolean restore(ClaimConflict lost, String former) {
    Optional<ClaimValue> value = parse(lost, former);
    ClaimRow own = value.map(found -> held.get(slot(lost, found))).orElse(null);
    if (own == null || !claims.keep(own, lost.attributeId(), acquisition(lost.user()))) {
      return false;
    }
    attributes.write(lost.attributeId(), value.get().canonical());
    freed.remove(own.slot());
    return true;
  }

  private void collectHeld(Set<String> users, Map<String, Set<ClaimKind>> open) {
    for (ClaimRow claim : claims.ofUsers(users)) {
      ClaimKind kind = claim.slot().kind();
      if (policies.of(claim.slot().realmId()).isEmpty()) {
        continue; // a realm that has stopped keeps its claims as they are
      }
      if (open.getOrDefault(claim.userId(), Set.of()).contains(kind)) {
        held.put(claim.slot(), claim);
      } else if (kind == ClaimKind.phone && claim.attributeId() != null) {
        owned.put(claim.userId(), claim.slot().key());
      }
    }
  }

  private void settle(ClaimKey slot) {
    StoredValue value = wanted.bySlot().get(slot);
    ClaimRow before = held.get(slot);
    boolean own = before != null && value != null && value.userId().equals(before.userId());
    if (before != null && !own) {
      release(before);
    }
    if (value == null) {
      return;
    }
    if (own ? !keep(before, value) : !take(slot, value)) {
      lose(value, ClaimConflict.Reason.TAKEN);
    } else {
      win(value, !own || before.releasedAt() != null);
    }
  }

  private void release(ClaimRow before) {
    claims.release(before, now);
    freed.add(before.slot());
    if (before.slot().kind() == ClaimKind.phone
        && before.releasedAt() == null
        && owners.containsKey(before.userId())
        && origin(owners.get(before.userId())) == RequestOrigin.ADMINISTRATOR) {
      released.add(before);
    }
  }

  private boolean keep(ClaimRow own, StoredValue value) {
    return value.attributeId().equals(own.attributeId())
        || claims.keep(own, value.attributeId(), acquisition(owners.get(value.userId())));
  }

  /** An insert would wait for a transaction that is changing the row, and could deadlock. */
  private boolean take(ClaimKey slot, StoredValue value) {
    Acquisition how = acquisition(owners.get(value.userId()));
    ClaimRow other = existing.get(slot);
    if (other == null && claims.insert(slot, value, how)) {
      return true;
    }
    return claims.takeOver(slot, value, how, holdBack(slot, owners.get(value.userId())))
        || (other == null && isClaimedMeanwhile(slot, value, how));
  }

  /** An adoption may have claimed it for its user just now. */
  private boolean isClaimedMeanwhile(ClaimKey slot, StoredValue value, Acquisition how) {
    return claims
        .find(slot)
        .filter(claim -> claim.userId().equals(value.userId()))
        .filter(claim -> claims.keep(claim, value.attributeId(), how))
        .isPresent();
  }

  private Acquisition acquisition(Owner owner) {
    return new Acquisition(now, origin(owner));
  }

  private RequestOrigin origin(Owner owner) {
    return RequestOrigin.of(session, owner.federated(), owner.id());
  }

  /** An import that replaces a user removes the owner and brings it back in one transaction. */
  private Duration holdBack(ClaimKey slot, Owner taker) {
    ClaimRow before = held.get(slot);
    boolean replaced = before != null && transaction.isReplaced(before.userId(), taker.username());
    return replaced ? Duration.ZERO : Quarantine.of(slot.kind(), policy(slot.realmId()));
  }

  private void win(StoredValue value, boolean changed) {
    if (value.isRespelled()) {
      attributes.write(value.attributeId(), value.canonical());
    }
    if (value.kind() == ClaimKind.phone) {
      proofs.settle(owners.get(value.userId()), value.canonical(), changed);
    }
  }

  private void lose(StoredValue value, ClaimConflict.Reason reason) {
    losses.add(
        new ClaimConflict(owners.get(value.userId()), value.kind(), value.attributeId(), reason));
  }

  private void dropProofsOfRemovedNumbers(Map<String, Set<ClaimKind>> open) {
    owners.keySet().stream()
        .filter(id -> open.getOrDefault(id, Set.of()).contains(ClaimKind.phone))
        .filter(userId -> !wanted.hasNumber(userId))
        .forEach(proofs::drop);
  }

  private String region(String realmId) {
    return policy(realmId).defaultRegion();
  }

  private VerificationPolicy policy(String realmId) {
    return policies.of(realmId).orElseThrow();
  }
}
