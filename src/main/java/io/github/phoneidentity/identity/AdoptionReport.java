package io.github.phoneidentity.identity;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The progress of the adoption of a realm, the backfill that makes the existing values of its users
 * canonical and claims them.
 *
 * @param dryRun whether the run only writes this report
 * @param users the number of users that were read so far
 * @param startedAt when this run started
 * @param finishedAt when it finished; null while it is running
 * @param conflicts values that their users do not own, at most as many as were requested
 * @param invalid values that cannot be owned, at most as many as were requested
 */
public record AdoptionReport(
    boolean dryRun,
    int users,
    Instant startedAt,
    @Nullable Instant finishedAt,
    List<Conflict> conflicts,
    List<Conflict> invalid) {

  public AdoptionReport {
    conflicts = List.copyOf(conflicts);
    invalid = List.copyOf(invalid);
  }

  /**
   * A value that a user's attribute holds and the user does not own.
   *
   * @param attributeId the id of the attribute row
   * @param userId the user of the attribute
   * @param kind the kind of the value
   * @param invalid whether no user can own it
   * @param ownerId the owner; null if no user owns it because several have verified it, or if it is
   *     invalid
   */
  public record Conflict(
      String attributeId,
      String userId,
      ClaimKind kind,
      boolean invalid,
      @Nullable String ownerId) {

    /** The reason: {@code taken}, {@code several_verified} or {@code invalid}. */
    public String reason() {
      if (invalid) {
        return "invalid";
      }
      return ownerId == null ? "several_verified" : "taken";
    }
  }
}
