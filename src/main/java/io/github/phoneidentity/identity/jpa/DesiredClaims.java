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

/** What some users should own by the attributes that they have, and what of it nobody can own. */
final class DesiredClaims {

  private final Map<String, Owner> owners;
  private final RealmPolicies policies;

  private final Map<ClaimKey, StoredValue> bySlot = new TreeMap<>();
  private final Map<String, String> numbers = new HashMap<>();
  private final Set<String> numbered = new HashSet<>();
  private final List<ClaimConflict> losses = new ArrayList<>();
  private final List<ClaimConflict> rivals = new ArrayList<>();

  /**
   * @param owners the users by their ids, all of realms that take part
   */
  DesiredClaims(Map<String, Owner> owners, RealmPolicies policies) {
    this.owners = owners;
    this.policies = policies;
  }

  /** Takes up all values of the users, of which those of open kinds are wanted. */
  void read(List<StoredValue> values, Map<String, Set<ClaimKind>> open) {
    values.stream().filter(value -> value.kind() == ClaimKind.phone).forEach(this::noteNumber);
    List<StoredValue> touched =
        values.stream()
            .filter(it -> open.getOrDefault(it.userId(), Set.of()).contains(it.kind()))
            .toList();
    Map<String, Set<String>> keys = new HashMap<>();
    touched.forEach(
        it -> keys.computeIfAbsent(one(it), id -> new HashSet<>()).add(key(it).orElse("")));
    for (StoredValue stored : touched) {
      Optional<ClaimValue> value = parse(stored).filter(parsed -> !isReserved(stored));
      // Of several values none is the user's: which of them came first, nobody could tell.
      if (value.isEmpty() || keys.get(one(stored)).size() > 1) {
        lose(stored, ClaimConflict.Reason.INVALID);
      } else {
        want(stored.slot(value.get().key()), stored.withCanonical(value.get().canonical()));
      }
    }
  }

  private static String one(StoredValue stored) {
    return stored.userId() + stored.kind();
  }

  private Optional<String> key(StoredValue stored) {
    return parse(stored).map(ClaimValue::key);
  }

  Map<ClaimKey, StoredValue> bySlot() {
    return bySlot;
  }

  List<ClaimConflict> losses() {
    return losses;
  }

  /** The values that others of the same transaction want too: they conflict where it fails. */
  List<ClaimConflict> rivals() {
    return rivals;
  }

  /** Whether the user has a number at all, be it one that cannot be owned. */
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

  private void want(ClaimKey slot, StoredValue value) {
    StoredValue other = bySlot.get(slot);
    if (other == null) {
      bySlot.put(slot, value);
    } else if (!other.userId().equals(value.userId())) {
      // Of two users of one transaction who want the same, the first one wins.
      lose(value, ClaimConflict.Reason.TAKEN);
      rivals.add(loss(other, ClaimConflict.Reason.TAKEN));
    }
  }

  private void lose(StoredValue value, ClaimConflict.Reason reason) {
    losses.add(loss(value, reason));
  }

  private ClaimConflict loss(StoredValue value, ClaimConflict.Reason reason) {
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
