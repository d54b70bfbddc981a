package io.github.phoneidentity.identity;

import java.util.Locale;
import java.util.stream.Stream;
import org.keycloak.component.ComponentModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserProvider;
import org.keycloak.models.cache.UserCache;
import org.keycloak.models.utils.UserModelDelegate;
import org.keycloak.storage.StorageId;

/**
 * A user as a user storage provider such as LDAP brings it. The provider's model writes what is
 * mapped into the directory, or refuses to; this project writes nothing there in any edit mode, so
 * its attributes are written to the copy in the realm's own database.
 */
public final class FederatedUser {

  private static final String MAPPER = "org.keycloak.storage.ldap.mappers.LDAPStorageMapper";

  private final KeycloakSession session;
  private final RealmModel realm;
  private final UserModel user;

  /**
   * @param user any user of {@code realm}, federated or not
   */
  public FederatedUser(KeycloakSession session, RealmModel realm, UserModel user) {
    this.session = session;
    this.realm = realm;
    this.user = user;
  }

  /**
   * Whether the realm's own database has the user. A provider without import keeps its users to
   * itself: they own no claims, and nothing is stored for them.
   */
  public static boolean isStored(UserModel user) {
    return StorageId.isLocalStorage(user.getId());
  }

  /** Whether a provider has brought the user. */
  public boolean isFederated() {
    return user.getFederationLink() != null;
  }

  /**
   * The model to write this project's attributes by: the copy of a user of a provider, otherwise
   * the user. What is written there is seen through the user's own model from then on.
   */
  public UserModel copy() {
    if (!isFederated()) {
      return user;
    }
    refresh();
    return session.getProvider(UserProvider.class).getUserById(realm, user.getId());
  }

  /** Has the user's model read anew what cache and request remember of it. */
  public void refresh() {
    evict(session, realm, user);
  }

  /**
   * Has all nodes read a user anew, once the transaction is committed.
   *
   * @param user any model of it; one of a cache reads anew at once
   */
  public static void evict(KeycloakSession session, RealmModel realm, UserModel user) {
    UserCache cache = session.getProvider(UserCache.class);
    if (cache != null) {
      cache.evict(realm, user);
    }
  }

  /** The same for all users of the realm, after statements over many of them. */
  public static void evictAll(KeycloakSession session, RealmModel realm) {
    UserCache cache = session.getProvider(UserCache.class);
    if (cache != null) {
      cache.evict(realm);
    }
  }

  /** The same for the user with this id, username and e-mail, by which caches know it. */
  public static void evict(
      KeycloakSession session, RealmModel realm, String id, String username, String email) {
    evict(
        session,
        realm,
        new UserModelDelegate(null) {
          @Override
          public String getId() {
            return id;
          }

          @Override
          public String getUsername() {
            return username;
          }

          @Override
          public String getEmail() {
            return email;
          }
        });
  }

  /**
   * Whether a value other than the directory's can be put on the user without writing it into the
   * directory. In edit mode {@code UNSYNCED} it lasts until the next synchronisation.
   */
  public boolean isChangeable(String attribute) {
    return mappers(attribute).allMatch(mapper -> !isAlwaysRead(mapper) && isCopied(mapper));
  }

  /** Whether the user's model reads the attribute from the directory, whatever the copy has. */
  public boolean isAlwaysRead(String attribute) {
    return mappers(attribute).anyMatch(FederatedUser::isAlwaysRead);
  }

  private static boolean isAlwaysRead(ComponentModel mapper) {
    return mapper.get("always.read.value.from.ldap", false);
  }

  /**
   * Whether the user is gone for good when Keycloak has removed it: where nothing is written to the
   * directory, only the copy is dropped, and the directory brings the user again.
   */
  public boolean isRemovedAtSource() {
    String provider =
        isStored(user) ? user.getFederationLink() : StorageId.providerId(user.getId());
    return provider == null || isWritable(realm.getComponent(provider));
  }

  private static boolean isWritable(ComponentModel directory) {
    String mode = directory == null ? "READ_ONLY" : directory.get("editMode", "WRITABLE");
    return mode.equalsIgnoreCase("WRITABLE");
  }

  private boolean isCopied(ComponentModel mapper) {
    String mode = realm.getComponent(mapper.getParentId()).get("editMode", "");
    return switch (mode.toUpperCase(Locale.ROOT)) {
      case "UNSYNCED" -> true;
      case "WRITABLE" -> mapper.get("read.only", false);
      default -> false;
    };
  }

  private Stream<ComponentModel> mappers(String attribute) {
    return isFederated()
        ? realm
            .getComponentsStream(user.getFederationLink(), MAPPER)
            .filter(mapper -> attribute.equalsIgnoreCase(mapper.get("user.model.attribute")))
        : Stream.empty();
  }
}
