package io.github.phoneidentity.identity.jpa;

import io.github.phoneidentity.identity.ClaimKind;
import io.github.phoneidentity.identity.ClaimValue;
import io.github.phoneidentity.identity.ReservedName;
import io.github.phoneidentity.identity.jpa.AttributeTable.Owner;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The claims that users should have according to their attributes, and the conflicts among these.
 */
final class DesiredClaims {

  private final Map<String, Owner> owners;
  private final RealmPolicies policies;

  private final Map<ClaimKey, StoredValue> byKey = new TreeMap<>();
  private final Map<String, String> numbers = new HashMap<>();
  private final Set<String> numbered = new HashSet<>();
  private final List<ClaimConflict> conflicts = new ArrayList<>();
  private final List<ClaimConflict> rivals = new ArrayList<>();

  /**
   * Desired claims of these users.
   *
   * @param owners the users by their ids; all of them are in realms that take part
   */
  DesiredClaims(Map<String, Owner> owners, RealmPolicies policies) {
    this.owners = owners;
    this.policies = policies;
  }

  /** Reads all values of the users; only the values of open kinds are to be claimed. */
  void read(List<StoredValue> values, Map<String, Set<ClaimKind>> open) {
    values.stream().filter(value -> value.kind() == ClaimKind.phone).forEach(this::noteNumber);
    List<StoredValue> changed =
        values.stream()
            .filter(it -> open.getOrDefault(it.userId(), Set.of()).contains(it.kind()))
            .toList();
    Map<String, Set<String>> keys = new HashMap<>();
    changed.forEach(
        it -> keys.computeIfAbsent(userAndKind(it), id -> new HashSet<>()).add(key(it).orElse("")));
    for (StoredValue stored : changed) {
      Optional<ClaimValue> value = parse(stored).filter(parsed -> !isReserved(stored));
      // Of several values none is claimed: it is unknown which one was written first.
      if (value.isEmpty() || keys.get(userAndKind(stored)).size() > 1) {
        addConflict(stored, ClaimConflict.Reason.INVALID);
      } else {
        add(stored.claimKey(value.get().key()), stored.withCanonical(value.get().canonical()));
      }
    }
  }

  private static String userAndKind(StoredValue stored) {
    return stored.userId() + stored.kind();
  }

  private Optional<String> key(StoredValue stored) {
    return parse(stored).map(ClaimValue::key);
  }

  Map<ClaimKey, StoredValue> byKey() {
    return byKey;
  }

  List<ClaimConflict> conflicts() {
    return conflicts;
  }

  /**
   * The conflicts of users whose value is claimed, with later users of the same transaction. They
   * are reported if the transaction fails.
   */
  List<ClaimConflict> rivals() {
    return rivals;
  }

  /** Whether the user has a number, including one that cannot be owned. */
  boolean hasNumber(String userId) {
    return numbered.contains(userId);
  }

  /** The canonical number of the user, or null. */
  String number(String userId) {
    return numbers.get(userId);
  }

  private void noteNumber(StoredValue number) {
    numbered.add(number.userId());
    parse(number).ifPresent(value -> numbers.putIfAbsent(number.userId(), value.key()));
  }

  private void add(ClaimKey claimKey, StoredValue value) {
    StoredValue other = byKey.get(claimKey);
    if (other == null) {
      byKey.put(claimKey, value);
    } else if (!other.userId().equals(value.userId())) {
      // If two users of one transaction have the same value, the first one owns it.
      addConflict(value, ClaimConflict.Reason.TAKEN);
      rivals.add(conflict(other, ClaimConflict.Reason.TAKEN));
    }
  }

  private void addConflict(StoredValue value, ClaimConflict.Reason reason) {
    conflicts.add(conflict(value, reason));
  }

  private ClaimConflict conflict(StoredValue value, ClaimConflict.Reason reason) {
    return new ClaimConflict(owners.get(value.userId()), value.kind(), value.attributeId(), reason);
  }

  private boolean isReserved(StoredValue value) {
    Owner owner = owners.get(value.userId());
    return value.kind() == ClaimKind.nickname
        && new ReservedName(region(value))
            .isFor(value.value(), owner.email(), numbers.get(owner.id()));
  }

  private Optional<ClaimValue> parse(StoredValue stored) {
    return ClaimValue.parse(stored.kind(), stored.value(), region(stored));
  }

  private String region(StoredValue stored) {
    return policies.of(stored.realmId()).orElseThrow().defaultRegion();
  }
}
