package io.github.phoneidentity.identity.jpa;

import io.github.phoneidentity.identity.FederatedUser;
import io.github.phoneidentity.identity.jpa.ConflictTable.Conflict;
import io.github.phoneidentity.policy.RealmPolicy;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.Set;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.hibernate.engine.spi.TransactionCompletionCallbacks.AfterCompletionCallback;
import org.jboss.logging.Logger;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserProvider;
import org.keycloak.models.utils.KeycloakModelUtils;

/**
 * Stores values that a directory has for users as soon as their former owners release them. A
 * synchronisation imports each user in a transaction of its own and in any order, so that a value
 * may still belong to another user although the directory has moved it.
 */
final class DirectoryConflicts {

  private static final Logger LOG = Logger.getLogger(DirectoryConflicts.class);

  /** Bounds the loop; far more users than one change can affect. */
  private static final int MAX_RETRIES = 10_000;

  private static final ThreadLocal<Deque<Conflict>> RUNNING = new ThreadLocal<>();

  private DirectoryConflicts() {}

  /**
   * Whether this thread is retrying a conflict, as opposed to a directory that sends the value
   * first.
   */
  static boolean isRunning() {
    return RUNNING.get() != null;
  }

  /** Retries these conflicts once the transaction is committed. */
  static void retryAfterCommit(
      SharedSessionContractImplementor db,
      KeycloakSession session,
      Collection<Conflict> conflicts) {
    if (!conflicts.isEmpty()) {
      KeycloakSessionFactory sessions = session.getKeycloakSessionFactory();
      AfterCompletionCallback retry =
          (committed, completed) -> {
            if (committed) {
              retry(sessions, conflicts);
            }
          };
      db.getTransactionCompletionCallbacks().registerCallback(retry);
    }
  }

  /** Retries these conflicts, and those that are resolved by it. */
  static void retry(KeycloakSessionFactory sessions, Collection<Conflict> conflicts) {
    Deque<Conflict> waiting = RUNNING.get();
    if (waiting != null) {
      waiting.addAll(conflicts); // the outer call retries them, so that retries are not nested
      return;
    }
    waiting = new ArrayDeque<>(conflicts);
    RUNNING.set(waiting);
    try {
      for (int count = 0; count < MAX_RETRIES && !waiting.isEmpty(); count++) {
        write(sessions, waiting.remove());
      }
    } finally {
      RUNNING.remove();
    }
  }

  private static void write(KeycloakSessionFactory sessions, Conflict next) {
    try {
      KeycloakModelUtils.runJobInTransaction(sessions, session -> write(session, next));
    } catch (RuntimeException e) {
      // The request is committed already, and the next synchronisation sends the value again.
      LOG.warn("A directory's value was not stored although its conflict is resolved", e);
    }
  }

  private static void write(KeycloakSession session, Conflict conflict) {
    ConflictTable table = new ConflictTable(JpaClaimLedgerFactory.db(session));
    RealmModel realm = session.realms().getRealm(conflict.realmId());
    if (realm != null && !RealmPolicy.participates(realm)) {
      return; // the conflict is retried when the realm takes part again
    }
    UserModel copy =
        realm == null
            ? null
            : session.getProvider(UserProvider.class).getUserById(realm, conflict.userId());
    String attribute = conflict.kind().attribute();
    if (copy == null
        || copy.getFederationLink() == null
        || conflict.canonical().equals(copy.getFirstAttribute(attribute))) {
      table.forget(conflict.userId(), Set.of(conflict.kind()));
      return;
    }
    session.getContext().setRealm(realm);
    copy.setSingleAttribute(attribute, conflict.canonical());
    FederatedUser.evict(session, realm, copy);
  }
}
