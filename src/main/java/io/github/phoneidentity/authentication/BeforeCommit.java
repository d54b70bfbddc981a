package io.github.phoneidentity.authentication;

import org.keycloak.models.AbstractKeycloakTransaction;
import org.keycloak.models.KeycloakSession;

/** Work at the commit of a session's transaction, which an exception rolls back. */
public final class BeforeCommit {

  private BeforeCommit() {}

  /**
   * Runs the work before anything is committed, and not at all if the transaction is rolled back.
   */
  public static void run(KeycloakSession session, Runnable work) {
    session
        .getTransactionManager()
        .enlistPrepare(
            new AbstractKeycloakTransaction() {
              @Override
              protected void commitImpl() {
                work.run();
              }

              @Override
              protected void rollbackImpl() {}
            });
  }
}
