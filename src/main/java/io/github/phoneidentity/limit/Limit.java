package io.github.phoneidentity.limit;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Metrics;
import java.time.Duration;
import java.util.Objects;

/**
 * A rate limit: at most {@code max} uses by {@code subject} within {@code window}, which starts
 * with the first use.
 *
 * @param realmId the realm that the limit belongs to
 * @param scope what is counted, such as {@code sends-hour}
 * @param subject whose uses are counted: a recipient, a client address, a country or a user; at
 *     most 255 characters
 * @param max uses per window; 0 allows none
 * @param window how long a window lasts
 */
public record Limit(String realmId, String scope, String subject, int max, Duration window) {

  public Limit {
    Objects.requireNonNull(realmId, "realmId");
    Objects.requireNonNull(scope, "scope");
    Objects.requireNonNull(subject, "subject");
    Objects.requireNonNull(window, "window");
  }

  /** Increments the metric of exceeded limits. */
  public void reportExceeded() {
    Counter.builder("phone.identity.limits.tripped")
        .description("Exceeded limits, disclosed or not")
        .tag("limit", scope)
        .register(Metrics.globalRegistry)
        .increment();
  }
}
