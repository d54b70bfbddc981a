package io.github.phoneidentity.identity.jpa;

import io.github.phoneidentity.identity.ClaimKind;
import java.util.Comparator;

/**
 * The primary key of a claim. Claims are always written in this order, so that no two transactions
 * deadlock.
 */
record Slot(String realmId, ClaimKind kind, String key) implements Comparable<Slot> {

  private static final Comparator<Slot> ORDER =
      Comparator.comparing(Slot::kind).thenComparing(Slot::key).thenComparing(Slot::realmId);

  @Override
  public int compareTo(Slot other) {
    return ORDER.compare(this, other);
  }
}
