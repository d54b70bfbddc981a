package io.github.phoneidentity.identity.jpa;

import io.github.phoneidentity.identity.ClaimKind;
import java.util.Comparator;

/**
 * The primary key of a claim. Claims are always written in the order of their keys, so that two
 * transactions cannot deadlock.
 *
 * @param key the unique key of the value, as in {@link io.github.phoneidentity.identity.ClaimValue}
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
