package io.github.phoneidentity.identity;

import java.time.Instant;

/**
 * What an administrator may know of a claim.
 *
 * @param userId the owner, or the former owner of a released value
 * @param claimedAt since when it is or was owned
 * @param verifiedAt when the owner proved the number; null when that did not happen or is unknown
 * @param verified whether the number counts as proven
 * @param releasedAt when it was released; null while it is owned
 * @param heldUntil until when nobody else can claim the released value; null when anybody can
 */
public record ClaimDetails(
    String userId,
    Instant claimedAt,
    boolean verified,
    Instant verifiedAt,
    Instant releasedAt,
    Instant heldUntil) {}
