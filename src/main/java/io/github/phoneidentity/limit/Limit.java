package io.github.phoneidentity.limit;

import io.micrometer.core.instrument.Metrics;
import java.time.Duration;
import java.util.Objects;

/**
 * A budget: at most {@code max} uses by {@code subject} within {@code window}, which begins with
 * the first use.
 *
 * @param realmId the realm it belongs to
 * @param scope what is counted, such as {@code sends-hour}
 * @param subject whose budget it is: a recipient, a client address, a country, a user; at most 255
 *     characters
 * @param max uses per window, 0 for none at all
 * @param window how long a window lasts
 */
public record Limit(String realmId, String scope, String subject, int max, Duration window) {

  /** The error of events about a limit that was exceeded. */
  public static final String EXCEEDED = "too_many_requests";

  public Limit {
    Objects.requireNonNull(realmId, "realmId");
    Objects.requireNonNull(scope, "scope");
    Objects.requireNonNull(subject, "subject");
    Objects.requireNonNull(window, "window");
  }

  /** Counts in the metrics that it was exceeded. */
  public void reportExceeded() {
    Metrics.counter("phone.identity.limits.tripped", "limit", scope).increment();
  }
}
