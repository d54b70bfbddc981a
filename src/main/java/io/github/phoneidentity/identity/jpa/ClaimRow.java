package io.github.phoneidentity.identity.jpa;

/**
 * A claim as it lies in the table.
 *
 * @param attributeId null when released
 * @param claimedAt epoch milliseconds
 * @param releasedAt epoch milliseconds, or null
 */
record ClaimRow(Slot slot, String userId, String attributeId, long claimedAt, Long releasedAt) {}
