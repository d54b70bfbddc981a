package io.github.phoneidentity.limit;

import java.time.Duration;

/**
 * What is used of a budget in its current window.
 *
 * @param scope what is counted, as in {@link Limit}
 * @param subject whose budget it is
 * @param used uses so far
 * @param endsIn how long until the window ends
 */
public record LimitUse(String scope, String subject, int used, Duration endsIn) {}
