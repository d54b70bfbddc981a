package io.github.phoneidentity.limit;

import java.time.Duration;

/**
 * The uses that a rate limit has counted in its current window.
 *
 * @param scope what is counted, as in {@link Limit}
 * @param subject whose uses are counted
 * @param used the uses so far
 * @param endsIn the time until the window ends
 */
public record LimitUse(String scope, String subject, int used, Duration endsIn) {}
