package io.github.phoneidentity.limit;

import java.util.List;

/**
 * Counts uses of {@link Limit}s, exactly under any number of parallel requests on any number of
 * nodes.
 */
public interface RateLimiter {

  /**
   * Consumes one use of each of {@code limits}, in their order, within the caller's transaction.
   * All callers must name limits of the same kind in the same order, so that two transactions
   * cannot deadlock.
   *
   * @throws LimitExceededException if a limit is exceeded, with the one whose window ends last; it
   *     rolls back the caller's transaction
   */
  void take(List<Limit> limits);

  /**
   * Consumes one use of each of {@code limits}, as {@link #take} does, but by the same statements
   * whether they are exceeded or not: for limits that must not be disclosed.
   *
   * @return the exceeded limits; unless the list is empty the caller must roll back
   */
  List<Limit> takeAlike(List<Limit> limits);

  /** Whether {@code limit} is exceeded now; it consumes nothing. */
  boolean isUsedUp(Limit limit);

  /** Resets {@code limit}, within the caller's transaction. */
  void lift(Limit limit);
}
