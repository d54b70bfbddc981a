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
 * @param origin who wrote the value; null when that is not known, as for values from before the
 *     realm took part
 */
public record Claim(
    String realmId,
    ClaimKind kind,
    String key,
    String userId,
    Instant claimedAt,
    RequestOrigin origin) {}
