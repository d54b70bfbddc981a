package io.github.phoneidentity.identity;

import java.time.Instant;

/**
 * One owner's claim on one value.
 *
 * @param realmId the realm in which the value is unique
 * @param kind what is owned
 * @param key the unique key of the value
 * @param userId the owner
 * @param claimedAt since when
 */
public record Claim(String realmId, ClaimKind kind, String key, String userId, Instant claimedAt) {}
