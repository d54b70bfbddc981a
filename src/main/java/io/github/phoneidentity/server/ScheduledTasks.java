package io.github.phoneidentity.server;

import io.github.phoneidentity.verification.VerificationCodes;
import io.github.phoneidentity.verification.VerificationCodesFactory;
import java.time.Duration;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.utils.KeycloakModelUtils;
import org.keycloak.timer.TimerProvider;

/**
 * What is done by the clock, on every node: conditional statements keep the nodes from doing it
 * twice.
 */
final class ScheduledTasks {

  private static final Duration SWEEP = Duration.ofSeconds(5);
  private static final Duration CLEAN_UP = Duration.ofMinutes(15);

  private ScheduledTasks() {}

  static void start(KeycloakSessionFactory factory) {
    VerificationCodesFactory verification =
        (VerificationCodesFactory) factory.getProviderFactory(VerificationCodes.class);
    KeycloakModelUtils.runJobInTransaction(
        factory,
        session -> {
          TimerProvider timer = session.getProvider(TimerProvider.class);
          timer.schedule(verification::sweep, SWEEP.toMillis(), "phone-identity-sweep");
          timer.schedule(
              verification::removeExpired, CLEAN_UP.toMillis(), "phone-identity-clean-up");
        });
  }
}
