package io.github.phoneidentity.identity.jpa;

import io.github.phoneidentity.identity.RequestOrigin;

/**
 * A row of the claim table.
 *
 * @param attributeId the attribute row that holds the value; null if the claim is released
 * @param claimedAt epoch milliseconds
 * @param releasedAt epoch milliseconds, or null
 * @param origin the request origin that wrote the value, or null
 */
record ClaimRow(
    ClaimKey claimKey,
    String userId,
    String attributeId,
    long claimedAt,
    Long releasedAt,
    RequestOrigin origin) {}
