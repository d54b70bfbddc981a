package io.github.phoneidentity.limit;

import io.github.phoneidentity.limit.jpa.JpaRateLimiter;
import io.github.phoneidentity.policy.VerificationPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.keycloak.common.util.Time;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.utils.KeycloakModelUtils;

/** The rate limit of the availability check: without it a client could enumerate users. */
public final class AvailabilityLimit {

  private AvailabilityLimit() {}

  /**
   * The rate limits that a check consumes, as does a registration that is answered with {@code
   * taken}.
   *
   * @param subject what {@link ClientAddress#subject} or {@link ClientAddress#ofClient} returns
   */
  public static List<Limit> of(RealmModel realm, VerificationPolicy policy, String subject) {
    return ClientAddress.limits(
        new Limit(
            realm.getId(),
            "checks-hour",
            subject,
            policy.maxChecksPerAddressHour(),
            Duration.ofHours(1)));
  }

  /**
   * Consumes one check in a new transaction.
   *
   * @param subject as in {@link #of}
   * @throws LimitExceededException if there were too many checks
   */
  public static void take(
      KeycloakSession session, RealmModel realm, VerificationPolicy policy, String subject) {
    KeycloakModelUtils.runJobInTransaction(
        session.getKeycloakSessionFactory(),
        own -> {
          var entities = own.getProvider(JpaConnectionProvider.class).getEntityManager();
          new JpaRateLimiter(entities, () -> Instant.ofEpochMilli(Time.currentTimeMillis()))
              .take(of(realm, policy, subject));
        });
  }
}
