package io.github.phoneidentity.identity.jpa;

import io.github.phoneidentity.identity.RequestOrigin;

/**
 * A claim as it lies in the table.
 *
 * @param attributeId null when released
 * @param claimedAt epoch milliseconds
 * @param releasedAt epoch milliseconds, or null
 * @param adopted whether the value was there before the realm took part
 * @param origin who wrote the value, or null
 */
record ClaimRow(
    Slot slot,
    String userId,
    String attributeId,
    long claimedAt,
    Long releasedAt,
    boolean adopted,
    RequestOrigin origin) {}
