package io.github.phoneidentity.identity.jpa;

import io.github.phoneidentity.identity.ClaimKind;
import java.util.Comparator;

/**
 * The primary key of a claim. Claims are always written in this order, so that no two transactions
 * deadlock.
 */
record ClaimKey(String realmId, ClaimKind kind, String key) implements Comparable<ClaimKey> {

  private static final Comparator<ClaimKey> ORDER =
      Comparator.comparing(ClaimKey::kind)
          .thenComparing(ClaimKey::key)
          .thenComparing(ClaimKey::realmId);

  @Override
  public int compareTo(ClaimKey other) {
    return ORDER.compare(this, other);
  }
}
