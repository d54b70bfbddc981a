package io.github.phoneidentity.identity;

import java.time.Instant;
import java.util.List;

/**
 * How far the adoption of a realm has come: its users' values of before it took part are made
 * canonical and claimed.
 *
 * @param users how many users were looked at
 * @param startedAt when this run began
 * @param finishedAt when it ended; null while it goes on
 * @param conflicts values that were left as they were, at most as many as were asked for
 */
public record AdoptionReport(
    int users, Instant startedAt, Instant finishedAt, List<Conflict> conflicts) {

  public AdoptionReport {
    conflicts = List.copyOf(conflicts);
  }

  /**
   * A value that its user has and does not own.
   *
   * @param userId the user who has it
   * @param kind what it is
   * @param ownerId who owns it; null when it cannot be owned
   */
  public record Conflict(String userId, ClaimKind kind, String ownerId) {}
}
