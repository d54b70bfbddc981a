package io.github.phoneidentity.account;

import io.github.phoneidentity.limit.AvailabilityLimit;
import io.github.phoneidentity.limit.LimitExceededException;
import io.github.phoneidentity.limit.jpa.JpaRateLimiter;
import io.github.phoneidentity.policy.RealmPolicy;
import java.time.Instant;
import org.keycloak.common.util.Time;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.utils.KeycloakModelUtils;

/** Counts the checks of {@link NameCheck} that a client makes. */
public final class AvailabilityChecks {

  private AvailabilityChecks() {}

  /**
   * Consumes one check in a new transaction.
   *
   * @param subject as in {@link AvailabilityLimit#of}
   * @throws LimitExceededException if there were too many checks
   */
  public static void count(KeycloakSession session, RealmModel realm, String subject) {
    KeycloakModelUtils.runJobInTransaction(
        session.getKeycloakSessionFactory(),
        own ->
            JpaRateLimiter.of(own, () -> Instant.ofEpochMilli(Time.currentTimeMillis()))
                .take(AvailabilityLimit.of(realm, RealmPolicy.of(realm), subject)));
  }
}
