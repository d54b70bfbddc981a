package io.github.phoneidentity.identity.jpa;

import io.github.phoneidentity.identity.LeftOffValue;
import io.github.phoneidentity.identity.RequestOrigin;
import io.github.phoneidentity.identity.ReservedName;
import io.github.phoneidentity.identity.jpa.AttributeTable.Owner;
import java.util.List;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;
import org.keycloak.utils.KeycloakSessionUtil;

/**
 * Usernames that look like a phone or an e-mail that is not the user's own. The validator refuses
 * them where there is one and it is asked; at the commit they are refused on whichever path.
 */
final class ReservedUsernames {

  private final SharedSessionContractImplementor db;
  private final PendingChanges transaction;

  ReservedUsernames(SharedSessionContractImplementor db, PendingChanges transaction) {
    this.db = db;
    this.transaction = transaction;
  }

  /** Whether the transaction has given the user a username that is another's phone or e-mail. */
  static boolean isReserved(Owner user, String ownNumber, String region) {
    return !user.serviceAccount()
        && new ReservedName(region).isFor(user.username(), user.email(), ownNumber);
  }

  /**
   * Refuses the usernames, or replaces a broker's: nobody can correct it in the middle of that
   * login, so the user keeps the former one, or gets the opaque id that Keycloak gave the user. An
   * import and a directory bring what was there before.
   */
  void settle(List<Owner> reserved) {
    KeycloakSession session = KeycloakSessionUtil.getKeycloakSession();
    for (Owner user : reserved) {
      if (RequestOrigin.isImport(session, user.federated(), user.id())) {
        continue;
      }
      switch (RequestOrigin.of(session, user.federated())) {
        case IMPORT, DIRECTORY -> {}
        case BROKER -> replace(user, session);
        case SELF_SERVICE, ADMINISTRATOR, CODE ->
            throw new InvalidValueException("User '" + user.id() + "': username is reserved");
      }
    }
  }

  private void replace(Owner user, KeycloakSession session) {
    String before = transaction.before(user.id(), UserModel.USERNAME);
    new AttributeTable(db).rename(user.id(), before == null ? user.id() : before);
    AfterCommit.run(
        db,
        session,
        own ->
            LeftOffValue.report(
                own,
                user.realmId(),
                user.id(),
                UserModel.USERNAME,
                "reserved",
                RequestOrigin.BROKER));
  }
}
