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
 * Gives users what their directory has for them as soon as its former owner has given it up. A
 * synchronisation brings each user in a transaction of its own, in any order, so that a value may
 * still be another user's when it comes, although its entry has lost it as well.
 */
final class DirectoryConflicts {

  private static final Logger LOG = Logger.getLogger(DirectoryConflicts.class);

  /** Far more than the users that one change can move, and few enough to end. */
  private static final int MOST = 10_000;

  private static final ThreadLocal<Deque<Conflict>> RUNNING = new ThreadLocal<>();

  private DirectoryConflicts() {}

  /** Whether what is written now is such a value, and not the directory's first word of it. */
  static boolean isRunning() {
    return RUNNING.get() != null;
  }

  /** Tries these again, once the transaction is committed. */
  static void tryAgainAfter(
      SharedSessionContractImplementor db,
      KeycloakSession session,
      Collection<Conflict> conflicts) {
    if (!conflicts.isEmpty()) {
      KeycloakSessionFactory sessions = session.getKeycloakSessionFactory();
      AfterCompletionCallback again =
          (committed, ended) -> {
            if (committed) {
              tryAgain(sessions, conflicts);
            }
          };
      db.getTransactionCompletionCallbacks().registerCallback(again);
    }
  }

  /** Tries these again, and then what has become free by that. */
  static void tryAgain(KeycloakSessionFactory sessions, Collection<Conflict> conflicts) {
    Deque<Conflict> waiting = RUNNING.get();
    if (waiting != null) {
      waiting.addAll(conflicts); // one after the other, and not one within the other
      return;
    }
    waiting = new ArrayDeque<>(conflicts);
    RUNNING.set(waiting);
    try {
      for (int count = 0; count < MOST && !waiting.isEmpty(); count++) {
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
      // The request has been committed; the next synchronisation brings the value again.
      LOG.warn("A value of a directory that has become free was not stored", e);
    }
  }

  private static void write(KeycloakSession session, Conflict conflict) {
    ConflictTable table = new ConflictTable(JpaClaimLedgerFactory.db(session));
    RealmModel realm = session.realms().getRealm(conflict.realmId());
    if (realm != null && !RealmPolicy.participates(realm)) {
      return; // it goes on when the realm takes part again
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
