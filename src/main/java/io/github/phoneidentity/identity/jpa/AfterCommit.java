package io.github.phoneidentity.identity.jpa;

import java.util.function.Consumer;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.hibernate.engine.spi.TransactionCompletionCallbacks.AfterCompletionCallback;
import org.jboss.logging.Logger;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.utils.KeycloakModelUtils;

/**
 * Runs work once a transaction has been committed. It runs in a new session, because a session that
 * is committing cannot create providers.
 */
final class AfterCommit {

  private static final Logger LOG = Logger.getLogger(AfterCommit.class);

  private AfterCommit() {}

  /** Registers {@code work}. If it fails, the failure is logged and the commit stands. */
  static void run(
      SharedSessionContractImplementor db,
      KeycloakSession session,
      Consumer<KeycloakSession> work) {
    KeycloakSessionFactory sessions = session.getKeycloakSessionFactory();
    AfterCompletionCallback callback =
        (committed, completed) -> {
          if (committed) {
            run(sessions, work);
          }
        };
    db.getTransactionCompletionCallbacks().registerCallback(callback);
  }

  private static void run(KeycloakSessionFactory sessions, Consumer<KeycloakSession> work) {
    try {
      KeycloakModelUtils.runJobInTransaction(sessions, work::accept);
    } catch (RuntimeException e) {
      LOG.warn("The work after the commit of a change of users failed", e);
    }
  }
}
