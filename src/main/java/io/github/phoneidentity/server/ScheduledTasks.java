package io.github.phoneidentity.server;

import io.github.phoneidentity.account.PasswordChanges;
import io.github.phoneidentity.identity.ClaimLedger;
import io.github.phoneidentity.identity.ClaimLedgerFactory;
import io.github.phoneidentity.policy.ProviderIds;
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
 * The scheduled tasks, which run on every node: their conditional statements prevent nodes from
 * doing the same work twice.
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
              session.getProvider(ExecutorsProvider.class).getExecutor(ProviderIds.PHONE_IDENTITY);
          timer.schedule(
              onExecutor(executor, "sweep", verification::sweep),
              SWEEP.toMillis(),
              "phone-identity-sweep");
          timer.schedule(
              onExecutor(executor, "clean-up", verification::removeExpired),
              verification.cleanUpInterval().toMillis(),
              "phone-identity-clean-up");
          timer.schedule(
              onExecutor(
                  executor,
                  "clean-up of password changes",
                  () -> PasswordChanges.removeOld(factory)),
              verification.cleanUpInterval().toMillis(),
              "phone-identity-clean-up-passwords");
          timer.schedule(
              onExecutor(executor, "heartbeat", claims::beat),
              BEAT.toMillis(),
              "phone-identity-beat");
          timer.schedule(
              onExecutor(executor, "adoption", claims::adopt),
              ADOPT.toMillis(),
              "phone-identity-adopt");
          timer.schedule(
              onExecutor(executor, "sweep of released claims", claims::sweep),
              RELEASE.toMillis(),
              "phone-identity-release");
        });
  }

  /**
   * Runs the task on another thread, because Keycloak's timer has a single one, which an exception
   * would terminate. A task that is still running is not started again, so that no queue of runs
   * builds up while the database stalls.
   */
  private static Runnable onExecutor(ExecutorService executor, String name, Runnable work) {
    AtomicBoolean running = new AtomicBoolean();
    return () -> {
      if (!running.compareAndSet(false, true)) {
        return;
      }
      try {
        executor.execute(
            () -> {
              try {
                run(name, work);
              } finally {
                running.set(false);
              }
            });
      } catch (RuntimeException e) {
        running.set(false);
        LOGGER.debugf(e, "The %s was not started", name);
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
