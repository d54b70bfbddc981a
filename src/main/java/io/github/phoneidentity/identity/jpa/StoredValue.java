package io.github.phoneidentity.identity.jpa;

import io.github.phoneidentity.identity.ClaimKind;

/**
 * An attribute row that holds a value to be owned.
 *
 * @param value as it is stored
 * @param canonical as it should be stored; null as long as that is not known
 */
record StoredValue(
    String attributeId,
    String userId,
    String realmId,
    ClaimKind kind,
    String value,
    String canonical) {

  ClaimKey slot(String key) {
    return new ClaimKey(realmId, kind, key);
  }

  StoredValue withCanonical(String spelling) {
    return new StoredValue(attributeId, userId, realmId, kind, value, spelling);
  }

  boolean isRespelled() {
    return !value.equals(canonical);
  }
}
