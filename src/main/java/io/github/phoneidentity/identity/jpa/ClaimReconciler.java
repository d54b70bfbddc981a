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
 * Reconciles the claims of users with their attributes: it writes canonical values, claims and
 * releases values in the order of their keys, and removes the proof of a number together with the
 * number.
 */
final class ClaimReconciler {

  private final AttributeTable attributes;
  private final ClaimTable claims;
  private final ConflictTable directoryConflicts;
  private final RealmPolicies policies;
  private final PendingChanges transaction;
  private final ProofReconciler proofs;
  private final KeycloakSession session = KeycloakSessionUtil.getKeycloakSession();
  private final long now = Time.currentTimeMillis();

  private final Map<String, Owner> owners = new HashMap<>();
  private final Map<ClaimKey, ClaimRow> held = new HashMap<>();
  private final Map<ClaimKey, ClaimRow> existing = new HashMap<>();
  private final List<ClaimConflict> conflicts = new ArrayList<>();
  private final List<ClaimRow> released = new ArrayList<>();
  private final Set<ClaimKey> releasedKeys = new TreeSet<>();
  private final Map<String, String> owned = new HashMap<>();
  private DesiredClaims desired;

  ClaimReconciler(SharedSessionContract db, PendingChanges transaction) {
    this.attributes = new AttributeTable(db);
    this.claims = new ClaimTable(db);
    this.directoryConflicts = new ConflictTable(db);
    this.policies = new RealmPolicies(db);
    this.proofs = new ProofReconciler(attributes, claims, transaction);
    this.transaction = transaction;
  }

  /** Reconciles the given kinds of the given users, and returns the conflicts. */
  List<ClaimConflict> reconcile(Map<String, Set<ClaimKind>> open) {
    return reconcile(open, Set.of());
  }

  /**
   * Also reconciles the proofs and usernames of other users, whose values have not changed.
   *
   * @param others the ids of these users
   */
  List<ClaimConflict> reconcile(Map<String, Set<ClaimKind>> open, Set<String> others) {
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
    desired = new DesiredClaims(owners, policies);
    desired.read(attributes.values(owners), open);
    conflicts.addAll(desired.conflicts());
    claims.find(desired.byKey().keySet()).forEach(claim -> existing.put(claim.claimKey(), claim));
    dropProofsOfRemovedNumbers(open);
    Set<ClaimKey> claimKeys = new TreeSet<>(desired.byKey().keySet());
    claimKeys.addAll(held.keySet());
    claimKeys.forEach(this::reconcile);
    reconcileOtherProofs(open);
    return conflicts;
  }

  /**
   * The proofs and usernames of other users depend on their number, so its claims are locked too.
   */
  private static Set<ClaimKind> kinds(Map<String, Set<ClaimKind>> open, Set<String> others) {
    Set<ClaimKind> kinds = EnumSet.noneOf(ClaimKind.class);
    open.values().forEach(kinds::addAll);
    if (!others.isEmpty()) {
      kinds.add(ClaimKind.phone);
    }
    return kinds;
  }

  /** Deletes former conflicts of federated users, which the values written now replace. */
  private void forgetConflicts(Map<String, Set<ClaimKind>> open) {
    owners.values().stream()
        .filter(user -> user.federated() && open.containsKey(user.id()))
        .forEach(user -> directoryConflicts.forget(user.id(), open.get(user.id())));
  }

  /** Only the owner of a number can have a proof of it, whatever is written to the attributes. */
  private void reconcileOtherProofs(Map<String, Set<ClaimKind>> open) {
    for (String userId : transaction.proofWritten()) {
      boolean reconciled = open.getOrDefault(userId, Set.of()).contains(ClaimKind.phone);
      if (owners.containsKey(userId) && !reconciled) {
        String number = desired.number(userId);
        if (number != null && number.equals(owned.get(userId))) {
          proofs.reconcile(owners.get(userId), number, false);
        } else {
          proofs.drop(userId);
        }
      }
    }
  }

  /**
   * Conflicts of users of this transaction with one another, of whom only one can own the value.
   */
  List<ClaimConflict> rivals() {
    return desired.rivals();
  }

  /** The reconciler of proofs, for values that are left off afterwards. */
  ProofReconciler proofs() {
    return proofs;
  }

  /** The users who were given a reserved username by this transaction. */
  List<Owner> reservedUsernames() {
    return transaction.renamed().stream()
        .map(owners::get)
        .filter(Objects::nonNull)
        .filter(
            user ->
                ReservedUsernames.isReserved(
                    user, desired.number(user.id()), region(user.realmId())))
        .toList();
  }

  /** The claims on numbers that an administrator's change has released. */
  List<ClaimRow> released() {
    return released;
  }

  /** The keys of all claims that were released. */
  Set<ClaimKey> releasedKeys() {
    return releasedKeys;
  }

  /**
   * Whether another user can own the value as soon as it is released, because it has no quarantine.
   */
  boolean isFreeAtOnce(ClaimKey claimKey) {
    return policies
        .of(claimKey.realmId())
        .filter(policy -> Quarantine.of(claimKey.kind(), policy).isZero())
        .isPresent();
  }

  /** The value that the user could own by this text, of the kind of the conflict; empty if none. */
  Optional<ClaimValue> parse(ClaimConflict conflict, String text) {
    return ClaimValue.parse(conflict.kind(), text, region(conflict.user().realmId()));
  }

  /** The key by which that value would be claimed. */
  ClaimKey claimKey(ClaimConflict conflict, ClaimValue value) {
    return new ClaimKey(conflict.user().realmId(), conflict.kind(), value.key());
  }

  /** The federated ones among the users. */
  List<Owner> federated() {
    return owners.values().stream().filter(Owner::federated).toList();
  }

  /**
   * Restores the former value of a user, in the attribute that holds the conflicting one.
   *
   * @param former the value in any spelling, or null
   * @return false if there was none, or the user does not own it any more
   */
  boolean restore(ClaimConflict conflict, String former) {
    Optional<ClaimValue> value = parse(conflict, former);
    ClaimRow own = value.map(found -> held.get(claimKey(conflict, found))).orElse(null);
    if (own == null || !claims.keep(own, conflict.attributeId(), acquisition(conflict.user()))) {
      return false;
    }
    attributes.write(conflict.attributeId(), value.get().canonical());
    releasedKeys.remove(own.claimKey());
    return true;
  }

  private void collectHeld(Set<String> users, Map<String, Set<ClaimKind>> open) {
    for (ClaimRow claim : claims.ofUsers(users)) {
      ClaimKind kind = claim.claimKey().kind();
      if (policies.of(claim.claimKey().realmId()).isEmpty()) {
        continue; // a realm that no longer takes part keeps its claims unchanged
      }
      if (open.getOrDefault(claim.userId(), Set.of()).contains(kind)) {
        held.put(claim.claimKey(), claim);
      } else if (kind == ClaimKind.phone && claim.attributeId() != null) {
        owned.put(claim.userId(), claim.claimKey().key());
      }
    }
  }

  private void reconcile(ClaimKey claimKey) {
    StoredValue value = desired.byKey().get(claimKey);
    ClaimRow before = held.get(claimKey);
    boolean own = before != null && value != null && value.userId().equals(before.userId());
    if (before != null && !own) {
      release(before);
    }
    if (value == null) {
      return;
    }
    if (own ? !keep(before, value) : !claim(claimKey, value)) {
      addConflict(value, ClaimConflict.Reason.TAKEN);
    } else {
      acquired(value, !own || before.releasedAt() != null);
    }
  }

  private void release(ClaimRow before) {
    claims.release(before, now);
    releasedKeys.add(before.claimKey());
    if (before.claimKey().kind() == ClaimKind.phone
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

  /**
   * Claims the value for the later owner. If the row exists, no insert is tried: it would wait for
   * a transaction that is changing the row, and could deadlock.
   */
  private boolean claim(ClaimKey claimKey, StoredValue value) {
    Acquisition how = acquisition(owners.get(value.userId()));
    ClaimRow other = existing.get(claimKey);
    if (other == null && claims.insert(claimKey, value, how)) {
      return true;
    }
    return claims.takeOver(claimKey, value, how, quarantine(claimKey, owners.get(value.userId())))
        || (other == null && isClaimedMeanwhile(claimKey, value, how));
  }

  /** Whether an adoption has claimed the value for this user in the meantime. */
  private boolean isClaimedMeanwhile(ClaimKey claimKey, StoredValue value, Acquisition how) {
    return claims
        .find(claimKey)
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

  /**
   * The quarantine of a value for the later owner. It does not apply to an import that replaces a
   * user, which removes and recreates the owner in one transaction.
   */
  private Duration quarantine(ClaimKey claimKey, Owner laterOwner) {
    ClaimRow before = held.get(claimKey);
    boolean replaced =
        before != null && transaction.isReplaced(before.userId(), laterOwner.username());
    return replaced ? Duration.ZERO : Quarantine.of(claimKey.kind(), policy(claimKey.realmId()));
  }

  private void acquired(StoredValue value, boolean changed) {
    if (value.isRespelled()) {
      attributes.write(value.attributeId(), value.canonical());
    }
    if (value.kind() == ClaimKind.phone) {
      proofs.reconcile(owners.get(value.userId()), value.canonical(), changed);
    }
  }

  private void addConflict(StoredValue value, ClaimConflict.Reason reason) {
    conflicts.add(
        new ClaimConflict(owners.get(value.userId()), value.kind(), value.attributeId(), reason));
  }

  private void dropProofsOfRemovedNumbers(Map<String, Set<ClaimKind>> open) {
    owners.keySet().stream()
        .filter(id -> open.getOrDefault(id, Set.of()).contains(ClaimKind.phone))
        .filter(userId -> !desired.hasNumber(userId))
        .forEach(proofs::dropWithNumber);
  }

  private String region(String realmId) {
    return policy(realmId).defaultRegion();
  }

  private VerificationPolicy policy(String realmId) {
    return policies.of(realmId).orElseThrow();
  }
}
