package io.github.phoneidentity.events.jpa;

import io.github.phoneidentity.events.Actor;
import io.github.phoneidentity.events.UserChange;
import io.github.phoneidentity.events.UserChange.Deletion;
import io.github.phoneidentity.events.UserData;
import io.github.phoneidentity.events.UserRow;
import io.github.phoneidentity.events.jpa.UserChanges.RealmEnd;
import io.github.phoneidentity.identity.ClaimLedger;
import io.github.phoneidentity.identity.FederatedUser;
import io.github.phoneidentity.identity.UserAttributes;
import io.github.phoneidentity.policy.ProviderIds;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.hibernate.Session;
import org.hibernate.query.QueryFlushMode;
import org.jspecify.annotations.Nullable;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RoleModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.jpa.JpaModel;
import org.keycloak.models.utils.KeycloakModelUtils;
import org.keycloak.models.utils.RoleUtils;
import org.keycloak.provider.ProviderEvent;
import org.keycloak.provider.ProviderEventListener;

/**
 * Records the last data of deleted users. Keycloak fires an event before it removes a user, whose
 * roles and attributes still exist then. Where it does not, and when a realm is deleted, a second
 * transaction reads what this one has removed.
 */
final class UserDeletions implements ProviderEventListener {

  private final UserChangeListener changes;

  UserDeletions(UserChangeListener changes) {
    this.changes = changes;
  }

  @Override
  public void onEvent(ProviderEvent event) {
    if (event instanceof UserModel.UserPreRemovedEvent leaving) {
      if (isPublished(leaving.getRealm(), leaving.getUser())) {
        preRemoved(leaving.getKeycloakSession(), leaving.getRealm(), leaving.getUser());
      }
    } else if (event instanceof UserModel.UserRemovedEvent removed) {
      if (isPublished(removed.getRealm(), removed.getUser())) {
        removed(removed.getKeycloakSession(), removed.getRealm(), removed.getUser());
      }
    } else if (event instanceof RealmModel.RealmRemovedEvent removed) {
      realmRemoved(removed.getKeycloakSession(), removed.getRealm().getId());
    }
  }

  /**
   * Whether events about the user are published: the realm has the listener, and the user is not
   * the service account of a client.
   */
  private static boolean isPublished(RealmModel realm, UserModel user) {
    return user.getServiceAccountClientLink() == null
        && realm.getEventsListenersStream().anyMatch(ProviderIds.RABBITMQ::equals);
  }

  private void preRemoved(KeycloakSession session, RealmModel realm, UserModel user) {
    String id = user.getId();
    boolean deletion = new FederatedUser(session, realm, user).isRemovedAtSource();
    UserChange change = changes.of(db(session)).of(id);
    if (!FederatedUser.isStored(user)) {
      // There is no row of the user whose deletion the listener could record, and Keycloak removes
      // the roles before it fires the event.
      change.markLeaving(
          deletion(session, id, deletion ? inNewTransaction(session, realm, user) : null));
      change.rowDeleted();
      changes.schedule(db(session));
    } else if (!change.isLeaving()) {
      UserTable users = new UserTable(db(session), QueryFlushMode.FLUSH);
      ClaimLedger.of(session).holdLeaving(user);
      change.markLeaving(deletion(session, id, deletion ? users.read(List.of(id)).get(id) : null));
    }
  }

  /**
   * Keycloak has removed the local row only. This is a deletion if the directory no longer has the
   * user, which Keycloak removes by the model of that row; a workflow that only removes the copy
   * passes another model.
   */
  private void removed(KeycloakSession session, RealmModel realm, UserModel user) {
    UserChange change = changes.of(db(session)).of(user.getId());
    boolean deletion =
        user.getFederationLink() == null
            || (user instanceof JpaModel<?>
                && realm.getComponent(user.getFederationLink()) != null);
    if (change.isRowDeleted() && !change.isLeaving() && deletion) {
      String id = user.getId();
      UserData last =
          inNewTransaction(
              session,
              own -> new UserTable(db(own), QueryFlushMode.FLUSH).read(List.of(id)).get(id));
      change.markLeaving(deletion(session, id, last));
    }
  }

  private void realmRemoved(KeycloakSession session, String realmId) {
    String name =
        inNewTransaction(
            session,
            own ->
                new UserTable(db(own), QueryFlushMode.FLUSH)
                    .publishing(realmId, ProviderIds.RABBITMQ)
                    .orElse(null));
    if (name != null) {
      changes.of(db(session)).realmDeleted(new RealmEnd(realmId, name, Actor.of(session, realmId)));
      changes.schedule(db(session));
    }
  }

  private static Deletion deletion(KeycloakSession session, String id, @Nullable UserData last) {
    return new Deletion(last, Actor.of(session, id));
  }

  private static UserData inNewTransaction(
      KeycloakSession session, RealmModel realm, UserModel user) {
    return inNewTransaction(
        session,
        own -> {
          RealmModel same = own.realms().getRealm(realm.getId());
          own.getContext().setRealm(same);
          UserModel stored = own.users().getUserById(same, user.getId());
          // A directory that has lost the user meanwhile is not asked again.
          return data(same, stored == null ? user : stored);
        });
  }

  private static UserData data(RealmModel realm, UserModel user) {
    Set<String> roles =
        RoleUtils.getDeepUserRoleMappings(user).stream()
            .filter(role -> !role.isClientRole())
            .map(RoleModel::getName)
            .collect(Collectors.toSet());
    return new UserData(
        user.getId(),
        realm.getId(),
        user.getUsername(),
        UserRow.of(
            user.isEnabled(),
            user.getUsername(),
            user.getEmail(),
            user.isEmailVerified(),
            user.getFirstName(),
            user.getLastName()),
        user.getEmail(),
        user.getFirstAttribute(UserAttributes.PHONE_NUMBER),
        UserAttributes.isTrue(user.getFirstAttribute(UserAttributes.PHONE_NUMBER_VERIFIED)),
        user.getFirstAttribute(UserAttributes.PHONE_NUMBER_VERIFIED_AT),
        user.getFirstAttribute(UserAttributes.NICKNAME),
        roles);
  }

  private static <T> T inNewTransaction(
      KeycloakSession session, Function<KeycloakSession, T> read) {
    return KeycloakModelUtils.runJobInTransactionWithResult(
        session.getKeycloakSessionFactory(), read::apply);
  }

  private static Session db(KeycloakSession session) {
    return session
        .getProvider(JpaConnectionProvider.class)
        .getEntityManager()
        .unwrap(Session.class);
  }
}
