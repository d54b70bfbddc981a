package io.github.phoneidentity.identity.jpa;

import io.github.phoneidentity.identity.ClaimKind;

/**
 * An attribute row with a value that can be owned.
 *
 * @param value the stored value
 * @param canonical the value as it should be stored; null until it is parsed
 */
record StoredValue(
    String attributeId,
    String userId,
    String realmId,
    ClaimKind kind,
    String value,
    String canonical) {

  ClaimKey claimKey(String key) {
    return new ClaimKey(realmId, kind, key);
  }

  StoredValue withCanonical(String spelling) {
    return new StoredValue(attributeId, userId, realmId, kind, value, spelling);
  }

  boolean isRespelled() {
    return !value.equals(canonical);
  }
}
