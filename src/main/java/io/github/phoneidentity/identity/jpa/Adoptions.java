package io.github.phoneidentity.identity.jpa;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import org.jboss.logging.Logger;
import org.keycloak.common.util.Time;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.models.utils.KeycloakModelUtils;

/**
 * Adopts the realms that need it, one step of each realm at a time, so that neither a large realm
 * nor one that fails blocks the others.
 */
final class Adoptions {

  private static final Logger LOG = Logger.getLogger(Adoptions.class);

  /**
   * A transaction that was committing when the realm started to take part may not have seen it.
   * Users are read after this time, so that its changes are read as well.
   */
  private static final Duration GRACE = Duration.ofSeconds(1);

  private static final Duration POLL_INTERVAL = Duration.ofMillis(200);
  private static final Duration PAUSE = Duration.ofMinutes(1);

  private final KeycloakSessionFactory sessions;
  private final Set<String> failed = ConcurrentHashMap.newKeySet();
  private final Map<String, Long> pausedUntil = new ConcurrentHashMap<>();

  Adoptions(KeycloakSessionFactory sessions) {
    this.sessions = sessions;
  }

  /** Adopts every realm that needs it, unless another node is doing so. */
  void run() {
    Set<String> finished = new HashSet<>();
    List<String> realms = next(finished);
    while (!realms.isEmpty()) {
      for (String realm : realms) {
        if (!step(realm, Time.currentTimeMillis() - GRACE.toMillis())) {
          finished.add(realm);
        }
      }
      realms = next(finished);
    }
  }

  /** The realms of the next round: a realm may have started to take part in the meantime. */
  private List<String> next(Set<String> finished) {
    List<String> realms = new ArrayList<>(due());
    realms.removeAll(finished);
    realms.removeIf(realm -> pausedUntil.getOrDefault(realm, 0L) > Time.currentTimeMillis());
    return realms;
  }

  /**
   * Adopts one realm without the grace time, which is for a dry run and for a realm that no other
   * transaction can have changed. If another node is adopting it, waits for that node.
   */
  void adopt(String realmId, Duration atMost) {
    long end = Time.currentTimeMillis() + atMost.toMillis();
    while (Time.currentTimeMillis() < end
        && !failed.contains(realmId)
        && (step(realmId, end) || awaitWhileRunning(realmId))) {
      LOG.tracef("Adopting realm %s", realmId);
    }
  }

  /** Whether a run is going on, probably on another node; if so, waits before it returns. */
  private boolean awaitWhileRunning(String realmId) {
    boolean isRunning =
        KeycloakModelUtils.runJobInTransactionWithResult(
            sessions,
            session ->
                new AdoptionTable(JpaClaimLedgerFactory.db(session))
                    .find(realmId)
                    .filter(adoption -> adoption.finishedAt() == null)
                    .isPresent());
    if (isRunning) {
      LockSupport.parkNanos(POLL_INTERVAL.toNanos());
    }
    return isRunning;
  }

  private List<String> due() {
    return KeycloakModelUtils.runJobInTransactionWithResult(
        sessions,
        session -> {
          AdoptionTable table = new AdoptionTable(JpaClaimLedgerFactory.db(session));
          table.stopped().stream()
              .filter(table::stop)
              .map(session.realms()::getRealm)
              .filter(Objects::nonNull)
              .forEach(realm -> reportStopped(session, realm));
          return table.due();
        });
  }

  private static void reportStopped(KeycloakSession session, RealmModel realm) {
    session.getContext().setRealm(realm);
    AdoptionEvents.stopped(session, realm, new AdminEvents(null));
  }

  private boolean step(String realmId, long notBefore) {
    try {
      boolean more =
          KeycloakModelUtils.runJobInTransactionWithResult(
              sessions, session -> Adoption.step(session, realmId, notBefore));
      pausedUntil.remove(realmId);
      failed.remove(realmId);
      return more;
    } catch (RuntimeException e) {
      // A concurrent change may be the reason: the first failure is retried without a pause.
      if (failed.add(realmId)) {
        LOG.warnf(e, "The adoption of realm %s failed and is repeated", realmId);
      } else {
        LOG.errorf(e, "The adoption of realm %s failed again and goes on in %s", realmId, PAUSE);
        pausedUntil.put(realmId, Time.currentTimeMillis() + PAUSE.toMillis());
      }
      return false;
    }
  }
}
