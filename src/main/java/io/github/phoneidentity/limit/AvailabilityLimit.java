package io.github.phoneidentity.limit;

import io.github.phoneidentity.limit.jpa.JpaRateLimiter;
import io.github.phoneidentity.policy.VerificationPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.keycloak.common.util.Time;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.utils.KeycloakModelUtils;

/** How often one caller may ask whether a name is free: otherwise anybody could list them all. */
public final class AvailabilityLimit {

  private AvailabilityLimit() {}

  /**
   * The limits that a check consumes, and a registration that is answered {@code taken}.
   *
   * @param origin as {@link ClientAddress#subject} gives it, or a confidential client
   */
  public static List<Limit> of(RealmModel realm, VerificationPolicy policy, String origin) {
    return ClientAddress.limits(
        new Limit(
            realm.getId(),
            "checks-hour",
            origin,
            policy.maxChecksPerAddressHour(),
            Duration.ofHours(1)));
  }

  /**
   * Takes one check, in a transaction of its own.
   *
   * @param origin as in {@link #of}
   * @return the refusal, if none is left
   */
  public static Optional<LimitExceeded> take(
      KeycloakSession session, RealmModel realm, VerificationPolicy policy, String origin) {
    return KeycloakModelUtils.runJobInTransactionWithResult(
        session.getKeycloakSessionFactory(),
        own -> {
          var entities = own.getProvider(JpaConnectionProvider.class).getEntityManager();
          Optional<LimitExceeded> refusal =
              new JpaRateLimiter(entities, () -> Instant.ofEpochMilli(Time.currentTimeMillis()))
                  .take(of(realm, policy, origin));
          if (refusal.isPresent()) {
            own.getTransactionManager().setRollbackOnly();
          }
          return refusal;
        });
  }
}
