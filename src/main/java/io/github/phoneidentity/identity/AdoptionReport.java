package io.github.phoneidentity.identity;

import java.time.Instant;
import java.util.List;

/**
 * How far the adoption of a realm has come: its users' values of before it took part are made
 * canonical and claimed.
 *
 * @param dryRun whether nothing is written but this report
 * @param users how many users were looked at
 * @param startedAt when this run began
 * @param finishedAt when it ended; null while it goes on
 * @param conflicts values that their users do not own, at most as many as were asked for
 * @param invalid values that cannot be owned, at most as many as were asked for
 */
public record AdoptionReport(
    boolean dryRun,
    int users,
    Instant startedAt,
    Instant finishedAt,
    List<Conflict> conflicts,
    List<Conflict> invalid) {

  public AdoptionReport {
    conflicts = List.copyOf(conflicts);
    invalid = List.copyOf(invalid);
  }

  /**
   * A value that its user has and does not own.
   *
   * @param attributeId the row that holds it
   * @param userId the user who has it
   * @param kind what it is
   * @param invalid whether it cannot be owned
   * @param ownerId who owns it; null for nobody: several users have proven it
   */
  public record Conflict(
      String attributeId, String userId, ClaimKind kind, boolean invalid, String ownerId) {

    /** {@code taken}, {@code several_verified}, {@code invalid}. */
    public String reason() {
      if (invalid) {
        return "invalid";
      }
      return ownerId == null ? "several_verified" : "taken";
    }
  }
}
