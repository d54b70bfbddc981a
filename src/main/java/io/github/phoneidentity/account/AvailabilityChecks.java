package io.github.phoneidentity.account;

import io.github.phoneidentity.limit.AvailabilityLimit;
import io.github.phoneidentity.limit.LimitExceededException;
import io.github.phoneidentity.limit.jpa.JpaRateLimiter;
import io.github.phoneidentity.policy.RealmPolicy;
import java.time.Instant;
import org.keycloak.common.util.Time;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/** Counts the checks of {@link NameCheck} that a client makes. */
public final class AvailabilityChecks {

  private AvailabilityChecks() {}

  /**
   * Consumes one check in the transaction of the request, which must be committed before it is
   * answered.
   *
   * @param subject as in {@link AvailabilityLimit#of}
   * @throws LimitExceededException if there were too many checks
   */
  public static void count(KeycloakSession session, RealmModel realm, String subject) {
    JpaRateLimiter.of(session, () -> Instant.ofEpochMilli(Time.currentTimeMillis()))
        .take(AvailabilityLimit.of(realm, RealmPolicy.of(realm), subject));
  }
}
