package io.github.phoneidentity.limit;

import java.time.Duration;

/**
 * A rate limit is exceeded. The transaction in which it is thrown is rolled back, so that the other
 * limits are not consumed. It must therefore be caught outside of that transaction.
 */
public final class LimitExceededException extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final transient Limit limit;
  private final Duration retryAfter;

  /**
   * @param limit the exceeded limit
   * @param retryAfter the time until its window ends; at least one second
   */
  public LimitExceededException(Limit limit, Duration retryAfter) {
    // There is no stack trace: clients exceed limits any number of times.
    super(limit.scope(), null, true, false);
    this.limit = limit;
    this.retryAfter = retryAfter;
  }

  /** The exceeded limit. */
  public Limit limit() {
    return limit;
  }

  /** The time until the limit's window ends; at least one second. */
  public Duration retryAfter() {
    return retryAfter;
  }
}
