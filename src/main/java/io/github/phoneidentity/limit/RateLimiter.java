package io.github.phoneidentity.limit;

import java.util.List;
import java.util.Optional;

/**
 * Counts uses of {@link Limit}s, exactly under any number of parallel requests on any number of
 * nodes.
 */
public interface RateLimiter {

  /**
   * Takes one use of each of {@code limits}, in their order, within the caller's transaction.
   * Callers name limits of the same kind in the same order everywhere, so that two of them cannot
   * wait for each other.
   *
   * @return empty if all were taken; otherwise the one of the used up ones whose window ends last,
   *     and the caller must roll back
   */
  Optional<LimitExceeded> take(List<Limit> limits);

  /**
   * Takes one use of each of {@code limits}, as {@link #take} does, by the same statements whether
   * they are used up or not: for limits that are not disclosed.
   *
   * @return those that are used up; unless it is empty the caller must roll back
   */
  List<Limit> takeAlike(List<Limit> limits);

  /** Is nothing left of {@code limit} now? Takes nothing. */
  boolean isUsedUp(Limit limit);

  /** Forgets what was used of {@code limit}, within the caller's transaction. */
  void lift(Limit limit);
}
