package io.github.phoneidentity.identity.jpa;

import io.github.phoneidentity.phone.PhoneNumber;
import java.util.List;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.hibernate.engine.spi.TransactionCompletionCallbacks.AfterCompletionCallback;
import org.jboss.logging.Logger;
import org.keycloak.common.ClientConnection;
import org.keycloak.events.admin.OperationType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.utils.KeycloakModelUtils;
import org.keycloak.representations.AccessToken;
import org.keycloak.services.resources.admin.AdminAuth;
import org.keycloak.services.resources.admin.AdminEventBuilder;

/**
 * Tells in admin events of numbers that an administrator's change has released: a partial update of
 * a user, which leaves the number out, frees it at once.
 */
final class ReleasedNumbers {

  private static final Logger LOG = Logger.getLogger(ReleasedNumbers.class);
  private static final String RESOURCE = "PHONE_IDENTITY_CLAIM";

  private ReleasedNumbers() {}

  private record Administrator(String userId, AccessToken token, ClientConnection connection) {

    AdminAuth in(KeycloakSession session) {
      String name = token.getIssuer().substring(token.getIssuer().lastIndexOf('/') + 1);
      RealmModel home = session.realms().getRealmByName(name);
      return new AdminAuth(
          home,
          token,
          session.users().getUserById(home, userId),
          home.getClientByClientId(token.getIssuedFor()));
    }
  }

  /** Stores the events once the transaction has been committed. */
  static void report(
      SharedSessionContractImplementor db, KeycloakSession session, List<ClaimRow> released) {
    UserModel caller = released.isEmpty() ? null : session.getContext().getUser();
    if (caller != null && session.getContext().getBearerToken() instanceof AccessToken token) {
      Administrator by =
          new Administrator(caller.getId(), token, session.getContext().getConnection());
      List<ClaimRow> numbers = List.copyOf(released);
      AfterCompletionCallback report =
          (committed, ended) -> {
            if (committed) {
              report(session.getKeycloakSessionFactory(), by, numbers);
            }
          };
      db.getTransactionCompletionCallbacks().registerCallback(report);
    }
  }

  /** What is committed stays so, whatever becomes of the event. */
  private static void report(
      KeycloakSessionFactory sessions, Administrator by, List<ClaimRow> numbers) {
    try {
      KeycloakModelUtils.runJobInTransaction(
          sessions, session -> numbers.forEach(number -> report(session, by, number)));
    } catch (RuntimeException e) {
      LOG.warn("The admin event of a released number was not stored", e);
    }
  }

  private static void report(KeycloakSession session, Administrator by, ClaimRow number) {
    RealmModel realm = session.realms().getRealm(number.slot().realmId());
    session.getContext().setRealm(realm);
    new AdminEventBuilder(realm, by.in(session), session, by.connection())
        .operation(OperationType.DELETE)
        .resource(RESOURCE)
        .resourcePath("users", number.userId(), "phone")
        .detail("message", "phone released")
        .detail("phone", new PhoneNumber(number.slot().key()).masked())
        .success();
  }
}
