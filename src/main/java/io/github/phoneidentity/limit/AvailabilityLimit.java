package io.github.phoneidentity.limit;

import io.github.phoneidentity.policy.VerificationPolicy;
import java.time.Duration;
import java.util.List;
import org.keycloak.models.RealmModel;

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
}
