package io.github.phoneidentity.identity.jpa;

import io.github.phoneidentity.identity.RequestOrigin;

/**
 * A claim as it lies in the table.
 *
 * @param attributeId null when released
 * @param claimedAt epoch milliseconds
 * @param releasedAt epoch milliseconds, or null
 * @param origin who wrote the value, or null
 */
record ClaimRow(
    ClaimKey slot,
    String userId,
    String attributeId,
    long claimedAt,
    Long releasedAt,
    RequestOrigin origin) {}
