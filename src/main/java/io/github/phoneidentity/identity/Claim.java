package io.github.phoneidentity.identity;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A user's claim on a value, which makes the user its only owner.
 *
 * @param realmId the realm in which the value is unique
 * @param kind the kind of the value
 * @param key the unique key of the value
 * @param userId the owner
 * @param claimedAt when the owner acquired it
 * @param origin the request origin that wrote the value; null if it is unknown, as for adopted
 *     values
 */
public record Claim(
    String realmId,
    ClaimKind kind,
    String key,
    String userId,
    Instant claimedAt,
    @Nullable RequestOrigin origin) {}
