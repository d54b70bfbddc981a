package io.github.phoneidentity.identity;

import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.keycloak.component.ComponentModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserProvider;
import org.keycloak.models.cache.UserCache;
import org.keycloak.models.utils.UserModelDelegate;
import org.keycloak.storage.StorageId;
import org.keycloak.storage.UserStorageProvider;

/**
 * A user of a user storage provider such as LDAP. The provider's model writes mapped attributes
 * into the directory, or refuses to. This extension never writes into a directory, in any edit
 * mode: it writes its attributes to the copy in the realm's own database.
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
   * Whether the realm's own database stores the user. Users of a provider without import are not
   * stored: they own no claims.
   */
  public static boolean isStored(UserModel user) {
    return StorageId.isLocalStorage(user.getId());
  }

  /** Whether the user is linked to a user storage provider. */
  public boolean isFederated() {
    return user.getFederationLink() != null;
  }

  /**
   * The model through which this extension writes its attributes: the local copy of a federated
   * user, otherwise the user itself. The user's own model shows what is written there.
   */
  public UserModel copy() {
    if (!isFederated()) {
      return user;
    }
    refresh();
    return session.getProvider(UserProvider.class).getUserById(realm, user.getId());
  }

  /** Drops what the caches of the server and of the request hold of the user. */
  public void refresh() {
    evict(session, realm, user);
  }

  /**
   * Evicts a user from the caches of all nodes once the transaction is committed.
   *
   * @param user any model of the user; a cached model reloads immediately
   */
  public static void evict(KeycloakSession session, RealmModel realm, UserModel user) {
    UserCache cache = session.getProvider(UserCache.class);
    if (cache != null) {
      cache.evict(realm, user);
    }
  }

  /** Evicts all users of the realm, after bulk statements. */
  public static void evictAll(KeycloakSession session, RealmModel realm) {
    UserCache cache = session.getProvider(UserCache.class);
    if (cache != null) {
      cache.evict(realm);
    }
  }

  /** Evicts the user with this id, username and e-mail, which are the keys of the cache. */
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
   * Whether the user can get a value that differs from the directory's without writing it into the
   * directory. In edit mode {@code UNSYNCED} it lasts until the next synchronisation.
   */
  public boolean isChangeable(String attribute) {
    return mappers(attribute).allMatch(mapper -> isChangeable(realm, mapper));
  }

  /**
   * Whether the user's model always reads the attribute from the directory and ignores the copy.
   */
  public boolean isAlwaysRead(String attribute) {
    return mappers(attribute).anyMatch(FederatedUser::isAlwaysRead);
  }

  private static boolean isAlwaysRead(ComponentModel mapper) {
    return mapper.get("always.read.value.from.ldap", false);
  }

  /**
   * Whether removing the user in Keycloak also removes it from its directory. A directory that is
   * not writable keeps the user, so that only the copy is removed and the user is imported again.
   */
  public boolean isRemovedAtSource() {
    String provider =
        isStored(user) ? user.getFederationLink() : StorageId.providerId(user.getId());
    return provider == null || isWritable(realm.getComponent(provider));
  }

  /**
   * Whether a number that a new user of the realm has proven could only be stored in a directory,
   * into which Keycloak writes new users.
   */
  public static boolean isWrittenAtRegistration(RealmModel realm) {
    return realm
        .getComponentsStream(realm.getId(), UserStorageProvider.class.getName())
        .filter(directory -> directory.get("enabled", true))
        .filter(directory -> directory.get("syncRegistrations", false) && isWritable(directory))
        .anyMatch(
            directory ->
                !directory.get("importEnabled", true)
                    || !mappers(realm, directory.getId(), UserAttributes.PHONE_NUMBER)
                        .allMatch(mapper -> isChangeable(realm, mapper)));
  }

  private static boolean isWritable(@Nullable ComponentModel directory) {
    String mode = directory == null ? "READ_ONLY" : directory.get("editMode", "WRITABLE");
    return mode.equalsIgnoreCase("WRITABLE");
  }

  private static boolean isChangeable(RealmModel realm, ComponentModel mapper) {
    return !isAlwaysRead(mapper) && isCopied(realm, mapper);
  }

  private static boolean isCopied(RealmModel realm, ComponentModel mapper) {
    String mode = realm.getComponent(mapper.getParentId()).get("editMode", "");
    return switch (mode.toUpperCase(Locale.ROOT)) {
      case "UNSYNCED" -> true;
      case "WRITABLE" -> mapper.get("read.only", false);
      default -> false;
    };
  }

  private Stream<ComponentModel> mappers(String attribute) {
    return isFederated() ? mappers(realm, user.getFederationLink(), attribute) : Stream.empty();
  }

  private static Stream<ComponentModel> mappers(
      RealmModel realm, String directory, String attribute) {
    return realm
        .getComponentsStream(directory, MAPPER)
        .filter(mapper -> attribute.equalsIgnoreCase(mapper.get("user.model.attribute")));
  }
}
