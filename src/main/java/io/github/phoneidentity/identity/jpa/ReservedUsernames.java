package io.github.phoneidentity.identity.jpa;

import io.github.phoneidentity.identity.DroppedValue;
import io.github.phoneidentity.identity.RequestOrigin;
import io.github.phoneidentity.identity.ReservedName;
import io.github.phoneidentity.identity.jpa.AttributeTable.Owner;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;
import org.keycloak.utils.KeycloakSessionUtil;

/**
 * Rejects usernames that look like a phone or an e-mail which is not the user's own. The
 * user-profile validator rejects them early; the check before the commit covers all other paths.
 */
final class ReservedUsernames {

  private final SharedSessionContractImplementor db;
  private final PendingChanges transaction;

  ReservedUsernames(SharedSessionContractImplementor db, PendingChanges transaction) {
    this.db = db;
    this.transaction = transaction;
  }

  /** Whether the user's username looks like a phone or e-mail that is not the user's own. */
  static boolean isReserved(Owner user, String ownNumber, String region) {
    return !user.serviceAccount()
        && new ReservedName(region).isFor(user.username(), user.email(), ownNumber);
  }

  /**
   * Rejects reserved usernames. A broker's cannot be corrected interactively, so it is replaced by
   * the user's former username or, for a new user, by the user's id. The import of a realm,
   * directories, and a partial import that overwrites a user may keep them, because these usernames
   * existed before.
   *
   * @throws InvalidValueException if usernames are rejected, naming all of these users
   */
  void enforce(List<Owner> reserved) {
    KeycloakSession session = KeycloakSessionUtil.getKeycloakSession();
    List<Owner> rejected = new ArrayList<>();
    for (Owner user : reserved) {
      switch (RequestOrigin.of(session, user.federated(), user.id())) {
        case DIRECTORY -> {}
        case BROKER -> replace(user, session);
        case IMPORT -> {
          if (!RequestOrigin.isRealmImport(session) && !transaction.isReplaced(user.username())) {
            rejected.add(user);
          }
        }
        case SELF_SERVICE, ADMINISTRATOR, CODE -> rejected.add(user);
      }
    }
    if (!rejected.isEmpty()) {
      throw new InvalidValueException(
          rejected.stream()
              .map(user -> "User " + user.shownName() + ": username is reserved")
              .collect(Collectors.joining("; ")));
    }
  }

  private void replace(Owner user, KeycloakSession session) {
    String before = transaction.before(user.id(), UserModel.USERNAME);
    new AttributeTable(db).rename(user.id(), before == null ? user.id() : before);
    AfterCommit.run(
        db,
        session,
        own ->
            DroppedValue.report(
                own,
                user.realmId(),
                user.id(),
                UserModel.USERNAME,
                "reserved",
                RequestOrigin.BROKER));
  }
}
