package io.github.phoneidentity.identity;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A claim as administrators see it.
 *
 * @param userId the owner, or the former owner of a released value
 * @param claimedAt when the owner acquired it
 * @param verified whether the number is verified; false for a nickname and a released value
 * @param verifiedAt when the owner verified the number; null if it is not verified or the time is
 *     unknown
 * @param releasedAt when it was released; null while it is owned
 * @param heldUntil the end of the quarantine, until which only the former owner can claim it; null
 *     while it is owned
 */
public record ClaimDetails(
    String userId,
    Instant claimedAt,
    boolean verified,
    @Nullable Instant verifiedAt,
    @Nullable Instant releasedAt,
    @Nullable Instant heldUntil) {}
