package io.github.phoneidentity.account;

import io.github.phoneidentity.identity.FederatedUser;
import io.github.phoneidentity.identity.UserAttributes;
import java.util.Optional;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/** Why nothing can be proven or changed for a user whom a user storage provider has brought. */
public enum DirectoryRefusal {
  /** The provider keeps its users to itself, and the realm's database has nothing of them. */
  NOT_IMPORTED("user_not_imported", "userNotImported"),
  /** The number is the directory's, and another one would have to be written there. */
  MANAGED("phone_managed_by_directory", "phoneManaged");

  private final String error;
  private final String message;

  DirectoryRefusal(String error, String message) {
    this.error = error;
    this.message = "phoneIdentity.error." + message;
  }

  /** The error of the event about it. */
  public String error() {
    return error;
  }

  /** The key of the message about it. */
  public String message() {
    return message;
  }

  /** Why nothing can be stored for the user; empty if it can. */
  public static Optional<DirectoryRefusal> ofUser(UserModel user) {
    return FederatedUser.isStored(user) ? Optional.empty() : Optional.of(NOT_IMPORTED);
  }

  /** Why the user cannot have another number than the one on file; empty if it can. */
  public static Optional<DirectoryRefusal> ofChange(
      KeycloakSession session, RealmModel realm, UserModel user) {
    return ofUser(user)
        .or(
            () ->
                Optional.of(MANAGED)
                    .filter(
                        managed ->
                            !new FederatedUser(session, realm, user)
                                .isChangeable(UserAttributes.PHONE_NUMBER)));
  }
}
