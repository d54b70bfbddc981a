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
 * Adopts the realms of the server that need it. Realms take turns, so that neither a large one nor
 * one that fails keeps the others waiting.
 */
final class Adoptions {

  private static final Logger LOG = Logger.getLogger(Adoptions.class);

  /**
   * A transaction that was about to commit when the realm began to take part may not have known it:
   * its users are read after it.
   */
  private static final Duration GRACE = Duration.ofSeconds(1);

  private static final Duration LOOK_AGAIN = Duration.ofMillis(200);
  private static final Duration PAUSE = Duration.ofMinutes(1);

  private final KeycloakSessionFactory sessions;
  private final Set<String> failed = ConcurrentHashMap.newKeySet();
  private final Map<String, Long> pausedUntil = new ConcurrentHashMap<>();

  Adoptions(KeycloakSessionFactory sessions) {
    this.sessions = sessions;
  }

  /** Adopts every realm that needs it, as far as no other node does. */
  void run() {
    Set<String> over = new HashSet<>();
    List<String> realms = next(over);
    while (!realms.isEmpty()) {
      for (String realm : realms) {
        if (!step(realm, Time.currentTimeMillis() - GRACE.toMillis())) {
          over.add(realm);
        }
      }
      realms = next(over);
    }
  }

  /** Realms may have begun to take part while others were adopted. */
  private List<String> next(Set<String> over) {
    List<String> realms = new ArrayList<>(due());
    realms.removeAll(over);
    realms.removeIf(realm -> pausedUntil.getOrDefault(realm, 0L) > Time.currentTimeMillis());
    return realms;
  }

  /**
   * Adopts one realm that no other transaction can have changed meanwhile, or for a dry run. Where
   * another node is at it, waits for that one.
   */
  void adopt(String realmId, Duration atMost) {
    long end = Time.currentTimeMillis() + atMost.toMillis();
    while (Time.currentTimeMillis() < end
        && !failed.contains(realmId)
        && (step(realmId, end) || isGoingOn(realmId))) {
      LOG.tracef("Adopting realm %s", realmId);
    }
  }

  private boolean isGoingOn(String realmId) {
    boolean goesOn =
        KeycloakModelUtils.runJobInTransactionWithResult(
            sessions,
            session ->
                new AdoptionTable(JpaClaimLedgerFactory.db(session))
                    .find(realmId)
                    .filter(adoption -> adoption.finishedAt() == null)
                    .isPresent());
    if (goesOn) {
      LockSupport.parkNanos(LOOK_AGAIN.toNanos());
    }
    return goesOn;
  }

  private List<String> due() {
    return KeycloakModelUtils.runJobInTransactionWithResult(
        sessions,
        session -> {
          AdoptionTable table = new AdoptionTable(JpaClaimLedgerFactory.db(session));
          table.stopped().stream()
              .filter(table::forget)
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
      // A change at the same moment may be the reason: the first time it is repeated when it is
      // due.
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
