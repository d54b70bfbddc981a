package io.github.phoneidentity.identity.jpa;

import java.util.function.Consumer;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.hibernate.engine.spi.TransactionCompletionCallbacks.AfterCompletionCallback;
import org.jboss.logging.Logger;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.utils.KeycloakModelUtils;

/**
 * What is to be done once a transaction has been committed. A session that commits takes no new
 * providers, so it is done in a session of its own.
 */
final class AfterCommit {

  private static final Logger LOG = Logger.getLogger(AfterCommit.class);

  private AfterCommit() {}

  /** What is committed stays so, whatever becomes of {@code work}. */
  static void run(
      SharedSessionContractImplementor db,
      KeycloakSession session,
      Consumer<KeycloakSession> work) {
    KeycloakSessionFactory sessions = session.getKeycloakSessionFactory();
    AfterCompletionCallback callback =
        (committed, ended) -> {
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
      LOG.warn("What was to be done after a change of users was not done", e);
    }
  }
}
