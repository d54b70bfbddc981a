package io.github.phoneidentity.identity.jpa;

import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import org.hibernate.Session;
import org.jboss.logging.Logger;
import org.keycloak.common.util.Time;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.utils.KeycloakModelUtils;

/**
 * Writes every ten seconds that this node is alive. A node that starts while no other node is alive
 * starts to reconcile all claims, because Keycloak may have run without this extension, which
 * leaves changes of the values unseen.
 */
final class Heartbeat {

  private static final Logger LOG = Logger.getLogger(Heartbeat.class);
  private static final Duration DEAD_AFTER = Duration.ofSeconds(30);

  private final String id = KeycloakModelUtils.generateId();
  private final KeycloakSessionFactory sessions;

  /**
   * The ids of nodes that may have been alive at the start, and their last heartbeats in epoch
   * milliseconds; null before the first heartbeat of this node, empty once it is decided whether
   * claims are reconciled.
   */
  private Map<String, Long> others;

  Heartbeat(KeycloakSessionFactory sessions) {
    this.sessions = sessions;
  }

  synchronized void beat() {
    Map<String, Long> before = others;
    try {
      KeycloakModelUtils.runJobInTransaction(
          sessions, session -> beat(JpaClaimLedgerFactory.db(session)));
    } catch (RuntimeException e) {
      others = before;
      throw e;
    }
  }

  private void beat(Session db) {
    long now = Time.currentTimeMillis();
    Map<String, Long> alive = alive(db, now);
    if (others == null) {
      others = alive;
      decide(db, Map.of(), now);
    } else if (!others.isEmpty()) {
      decide(db, alive, now);
    }
    write(db, now);
  }

  /**
   * Decides whether claims are reconciled. A killed node looks alive for 30 seconds, so only a
   * heartbeat after the start proves that another node is alive.
   */
  private void decide(Session db, Map<String, Long> alive, long now) {
    boolean isOtherAlive =
        alive.entrySet().stream()
            .anyMatch(node -> others.getOrDefault(node.getKey(), now) < node.getValue());
    if (isOtherAlive) {
      others = Map.of();
      return;
    }
    others =
        others.entrySet().stream()
            .filter(node -> node.getValue() > now - DEAD_AFTER.toMillis())
            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    if (others.isEmpty()) {
      LOG.info("No other node with this extension is alive: claims are reconciled");
      new AdoptionTable(db).reconcileAll(now);
    }
  }

  private Map<String, Long> alive(Session db, long now) {
    return db.createSelectionQuery(
            "select n.id, n.aliveAt from NodeEntity n where n.id <> :id and n.aliveAt > :dead",
            Object[].class)
        .setParameter("id", id)
        .setParameter("dead", now - DEAD_AFTER.toMillis())
        .getResultStream()
        .collect(Collectors.toMap(n -> (String) n[0], n -> (Long) n[1]));
  }

  private void write(Session db, long now) {
    int known =
        db.createMutationQuery("update NodeEntity n set n.aliveAt = :now where n.id = :id")
            .setParameter("now", now)
            .setParameter("id", id)
            .executeUpdate();
    if (known == 0) {
      db.createMutationQuery("insert into NodeEntity (id, aliveAt) values (:id, :now)")
          .setParameter("id", id)
          .setParameter("now", now)
          .executeUpdate();
      db.createMutationQuery("delete from NodeEntity n where n.aliveAt <= :dead")
          .setParameter("dead", now - DEAD_AFTER.toMillis())
          .executeUpdate();
    }
  }

  /** Removes the heartbeat, so that a node which is shut down does not look alive any more. */
  synchronized void remove() {
    if (others == null) {
      return;
    }
    try {
      KeycloakModelUtils.runJobInTransaction(
          sessions,
          session ->
              JpaClaimLedgerFactory.db(session)
                  .createMutationQuery("delete from NodeEntity n where n.id = :id")
                  .setParameter("id", id)
                  .executeUpdate());
    } catch (RuntimeException e) {
      LOG.debug("The heartbeat was not removed; it expires by itself", e);
    }
  }
}
