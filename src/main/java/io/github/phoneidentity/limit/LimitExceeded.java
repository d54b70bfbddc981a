package io.github.phoneidentity.limit;

import java.time.Duration;

/**
 * A rate limit that is exceeded.
 *
 * @param limit the exceeded limit
 * @param retryAfter the time until its window ends; at least one second
 */
public record LimitExceeded(Limit limit, Duration retryAfter) {}
