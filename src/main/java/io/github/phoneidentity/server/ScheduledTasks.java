package io.github.phoneidentity.server;

import io.github.phoneidentity.account.PasswordChanges;
import io.github.phoneidentity.identity.ClaimLedger;
import io.github.phoneidentity.identity.ClaimLedgerFactory;
import io.github.phoneidentity.verification.VerificationCodes;
import io.github.phoneidentity.verification.VerificationCodesFactory;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;
import org.keycloak.executors.ExecutorsProvider;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.utils.KeycloakModelUtils;
import org.keycloak.timer.TimerProvider;

/**
 * What is done by the clock, on every node: conditional statements keep the nodes from doing it
 * twice.
 */
final class ScheduledTasks {

  private static final Logger LOGGER = Logger.getLogger(ScheduledTasks.class);
  private static final Duration SWEEP = Duration.ofSeconds(5);
  private static final Duration ADOPT = Duration.ofSeconds(5);
  private static final Duration BEAT = Duration.ofSeconds(10);
  private static final Duration RELEASE = Duration.ofMinutes(1);

  private ScheduledTasks() {}

  static void start(KeycloakSessionFactory factory) {
    PasswordChanges.watch(factory);
    VerificationCodesFactory verification =
        (VerificationCodesFactory) factory.getProviderFactory(VerificationCodes.class);
    ClaimLedgerFactory claims = (ClaimLedgerFactory) factory.getProviderFactory(ClaimLedger.class);
    run("heartbeat", claims::beat);
    KeycloakModelUtils.runJobInTransaction(
        factory,
        session -> {
          TimerProvider timer = session.getProvider(TimerProvider.class);
          ExecutorService executor =
              session.getProvider(ExecutorsProvider.class).getExecutor("phone-identity");
          timer.schedule(
              apart(executor, "sweep", verification::sweep),
              SWEEP.toMillis(),
              "phone-identity-sweep");
          timer.schedule(
              apart(executor, "clean-up", verification::removeExpired),
              verification.cleanUpInterval().toMillis(),
              "phone-identity-clean-up");
          timer.schedule(
              apart(
                  executor,
                  "clean-up of password changes",
                  () -> PasswordChanges.removeOld(factory)),
              verification.cleanUpInterval().toMillis(),
              "phone-identity-clean-up-passwords");
          timer.schedule(
              apart(executor, "heartbeat", claims::beat), BEAT.toMillis(), "phone-identity-beat");
          timer.schedule(
              apart(executor, "adoption", claims::adopt), ADOPT.toMillis(), "phone-identity-adopt");
          timer.schedule(
              apart(executor, "sweep of released claims", claims::sweep),
              RELEASE.toMillis(),
              "phone-identity-release");
        });
  }

  /**
   * Keycloak has one thread for everything that it does by the clock, and an exception would end
   * it: the work is done on another. What is still at work is not begun again, so that a database
   * that stalls finds no queue of sweeps when it comes back.
   */
  private static Runnable apart(ExecutorService executor, String name, Runnable work) {
    AtomicBoolean atWork = new AtomicBoolean();
    return () -> {
      if (!atWork.compareAndSet(false, true)) {
        return;
      }
      try {
        executor.execute(
            () -> {
              try {
                run(name, work);
              } finally {
                atWork.set(false);
              }
            });
      } catch (RuntimeException e) {
        atWork.set(false);
        LOGGER.debugf(e, "The %s was not begun", name);
      }
    };
  }

  private static void run(String name, Runnable work) {
    try {
      work.run();
    } catch (RuntimeException e) {
      LOGGER.errorf(e, "The %s failed and is tried again when it is due", name);
    }
  }
}
