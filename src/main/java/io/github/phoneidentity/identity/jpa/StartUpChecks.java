package io.github.phoneidentity.identity.jpa;

import io.github.phoneidentity.identity.ClaimKind;
import io.github.phoneidentity.identity.UserAttributes;
import io.github.phoneidentity.jpa.EntityListener;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;
import org.hibernate.Session;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.jpa.entities.UserAttributeEntity;
import org.keycloak.models.jpa.entities.UserEntity;
import org.keycloak.models.utils.KeycloakModelUtils;

/**
 * Checks what the uniqueness of claims depends on outside this extension: the database product, its
 * transaction isolation, and that Hibernate calls the listener. If a check fails, the server does
 * not start, because two users could own the same number unnoticed.
 */
final class StartUpChecks {

  private static final Set<String> DATABASES = Set.of("PostgreSQL", "H2");

  private StartUpChecks() {}

  /**
   * Runs all checks, and rolls back what they write.
   *
   * @throws IllegalStateException if a check fails; the message is one line
   */
  static void run(KeycloakSession session) {
    Session db = JpaClaimLedgerFactory.db(session);
    db.doReturningWork(StartUpChecks::problemOf)
        .or(() -> isListenerCalled(db) ? Optional.empty() : Optional.of(NOT_CALLED))
        .ifPresent(
            problem -> {
              throw new IllegalStateException("keycloak-phone-identity: " + problem);
            });
    session.getTransactionManager().setRollbackOnly();
  }

  private static final String NOT_CALLED =
      "Hibernate does not call the listener that keeps one owner per number; this version of"
          + " Keycloak is not supported.";

  private static Optional<String> problemOf(Connection connection) throws SQLException {
    return problem(
        connection.getMetaData().getDatabaseProductName(), connection.getTransactionIsolation());
  }

  /**
   * The problem with a database, or empty if it is supported.
   *
   * @param product the product name that JDBC returns
   * @param isolation a constant of {@link Connection}
   */
  static Optional<String> problem(String product, int isolation) {
    if (!DATABASES.contains(product)) {
      return Optional.of(
          "the database is " + product + "; supported are PostgreSQL and, for development, H2.");
    }
    if (isolation != Connection.TRANSACTION_READ_COMMITTED) {
      return Optional.of(
          "the default transaction isolation of the database is not READ COMMITTED (see"
              + " default_transaction_isolation of the role and the database).");
    }
    return Optional.empty();
  }

  private static boolean isListenerCalled(Session db) {
    UserEntity user = new UserEntity();
    user.setId(KeycloakModelUtils.generateId());
    user.setRealmId("phone-identity-self-test");
    user.setUsername(user.getId());
    UserAttributeEntity attribute = new UserAttributeEntity();
    attribute.setId(KeycloakModelUtils.generateId());
    attribute.setUser(user);
    attribute.setName(UserAttributes.PHONE_NUMBER);
    attribute.setValue("+15005550006");
    db.persist(user);
    db.persist(attribute);
    db.flush();
    PendingChanges seen = PendingChanges.of(db);
    return seen.isCreated(user.getId())
        && seen.kindsByUser().getOrDefault(user.getId(), Set.of()).contains(ClaimKind.phone)
        && EntityListener.isScheduled(db, PendingChanges.PROPERTY);
  }
}
