package io.github.phoneidentity.identity.jpa;

import io.github.phoneidentity.phone.PhoneNumber;
import io.github.phoneidentity.policy.AdminEventResources;
import java.util.List;
import java.util.Map;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.hibernate.engine.spi.TransactionCompletionCallbacks.AfterCompletionCallback;
import org.jboss.logging.Logger;
import org.keycloak.events.admin.OperationType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.models.utils.KeycloakModelUtils;

/**
 * Reports numbers that an administrator's change has released by admin events, because a partial
 * update of a user that omits the number releases it.
 */
final class ReleasedNumbers {

  private static final Logger LOG = Logger.getLogger(ReleasedNumbers.class);

  private ReleasedNumbers() {}

  /** Stores the events once the transaction has been committed. */
  static void report(
      SharedSessionContractImplementor db, KeycloakSession session, List<ClaimRow> released) {
    AdminEvents events = new AdminEvents(released.isEmpty() ? null : session);
    if (events.isByAdministrator()) {
      List<ClaimRow> numbers = List.copyOf(released);
      AfterCompletionCallback report =
          (committed, completed) -> {
            if (committed) {
              report(session.getKeycloakSessionFactory(), events, numbers);
            }
          };
      db.getTransactionCompletionCallbacks().registerCallback(report);
    }
  }

  /** If an event cannot be stored, the failure is logged and the commit stands. */
  private static void report(
      KeycloakSessionFactory sessions, AdminEvents events, List<ClaimRow> numbers) {
    try {
      KeycloakModelUtils.runJobInTransaction(
          sessions, session -> numbers.forEach(number -> report(session, events, number)));
    } catch (RuntimeException e) {
      LOG.warn("The admin event of a released number was not stored", e);
    }
  }

  private static void report(KeycloakSession session, AdminEvents events, ClaimRow number) {
    RealmModel realm = session.realms().getRealm(number.claimKey().realmId());
    session.getContext().setRealm(realm);
    events.store(
        session,
        realm,
        OperationType.DELETE,
        AdminEventResources.CLAIM,
        "users/" + number.userId() + "/phone",
        Map.of(
            "message",
            "phone released",
            "phone",
            new PhoneNumber(number.claimKey().key()).masked()));
  }
}
