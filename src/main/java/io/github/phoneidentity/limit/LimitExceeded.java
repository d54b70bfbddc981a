package io.github.phoneidentity.limit;

import java.time.Duration;

/**
 * A budget that is used up.
 *
 * @param limit the budget
 * @param retryAfter how long until its window ends; at least a second
 */
public record LimitExceeded(Limit limit, Duration retryAfter) {}
