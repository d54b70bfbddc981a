package io.github.phoneidentity.identity.jpa;

import io.github.phoneidentity.identity.jpa.AdoptionEntity.Mode;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.hibernate.FlushMode;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.hibernate.engine.spi.TransactionCompletionCallbacks.AfterCompletionCallback;
import org.jboss.logging.Logger;
import org.keycloak.common.util.Time;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.models.jpa.entities.RealmEntity;
import org.keycloak.models.utils.KeycloakModelUtils;
import org.keycloak.utils.KeycloakSessionUtil;

/**
 * Realms that start or stop to take part in this transaction. A realm that starts again is always
 * adopted again, however soon it follows the stop.
 */
final class EnabledRealmChanges {

  private static final Logger LOG = Logger.getLogger(EnabledRealmChanges.class);
  private static final Duration IMPORT = Duration.ofHours(1);

  private final SharedSessionContractImplementor db;
  private final PendingChanges transaction;
  private final KeycloakSession session = KeycloakSessionUtil.getKeycloakSession();
  private final Set<String> stopped = new HashSet<>();
  private final Set<String> imported = new HashSet<>();

  EnabledRealmChanges(SharedSessionContractImplementor db, PendingChanges transaction) {
    this.db = db;
    this.transaction = transaction;
  }

  void reconcile() {
    RealmPolicies policies = new RealmPolicies(db);
    AdoptionTable table = new AdoptionTable(db);
    transaction
        .participation()
        .forEach(
            (realmId, before) -> {
              boolean now = policies.of(realmId).isPresent();
              // A realm import that replaces a realm: the realm took part before as well.
              boolean replaced = now && transaction.isImported(realmId);
              if ((before != now || replaced) && exists(realmId)) {
                if (replaced) {
                  table.forget(realmId);
                } else {
                  table.stop(realmId);
                }
                changed(table, realmId, now);
              }
            });
    if (session != null && !(stopped.isEmpty() && imported.isEmpty())) {
      afterCommit(session.getKeycloakSessionFactory(), new AdminEvents(session));
    }
  }

  private void changed(AdoptionTable table, String realmId, boolean takesPart) {
    if (!takesPart) {
      stopped.add(realmId);
    } else {
      table.restart(realmId, Mode.BEGIN, Time.currentTimeMillis());
      table.begin(realmId, Mode.BEGIN, Time.currentTimeMillis());
      if (transaction.isImported(realmId)) {
        imported.add(realmId);
      }
    }
  }

  /**
   * Adopts the users of an imported realm after the commit, but before the import request is
   * answered.
   */
  private void afterCommit(KeycloakSessionFactory sessions, AdminEvents events) {
    AfterCompletionCallback report =
        (committed, completed) -> {
          if (committed) {
            stopped.forEach(realm -> report(sessions, realm, events));
            imported.forEach(realm -> new Adoptions(sessions).adopt(realm, IMPORT));
          }
        };
    db.getTransactionCompletionCallbacks().registerCallback(report);
  }

  /** If the event cannot be stored, the failure is logged and the commit stands. */
  private static void report(KeycloakSessionFactory sessions, String realmId, AdminEvents events) {
    try {
      KeycloakModelUtils.runJobInTransaction(
          sessions,
          session -> {
            RealmModel realm = session.realms().getRealm(realmId);
            if (realm != null) {
              session.getContext().setRealm(realm);
              AdoptionEvents.stopped(session, realm, events);
            }
          });
    } catch (RuntimeException e) {
      LOG.warnf(e, "The admin event that realm %s stopped was not stored", realmId);
    }
  }

  private boolean exists(String realmId) {
    return !db.createSelectionQuery(
            "select r.id from " + RealmEntity.class.getSimpleName() + " r where r.id = :id",
            String.class)
        .setParameter("id", realmId)
        .setHibernateFlushMode(FlushMode.MANUAL)
        .getResultList()
        .isEmpty();
  }
}
