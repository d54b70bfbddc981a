package io.github.phoneidentity.identity.jpa;

import io.github.phoneidentity.identity.ClaimKind;

/** An attribute row that holds a value to be owned. */
record StoredValue(
    String attributeId, String userId, String realmId, ClaimKind kind, String value) {}
