package io.github.phoneidentity.account;

import io.github.phoneidentity.identity.FederatedUser;
import io.github.phoneidentity.identity.UserAttributes;
import java.util.Optional;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/** Why no number can be verified or changed for a user of a user storage provider. */
public enum DirectoryRefusal {
  /** The provider does not import its users, so that nothing can be stored for them. */
  NOT_IMPORTED("user_not_imported", "userNotImported"),
  /** The directory manages the number, and nothing is written into a directory. */
  MANAGED("phone_managed_by_directory", "phoneManaged");

  private final String error;
  private final String message;

  DirectoryRefusal(String error, String message) {
    this.error = error;
    this.message = "phoneIdentity.error." + message;
  }

  /** The error of the event. */
  public String error() {
    return error;
  }

  /** The key of the message. */
  public String message() {
    return message;
  }

  /** Why nothing can be stored for the user; empty if it can. */
  public static Optional<DirectoryRefusal> ofUser(UserModel user) {
    return FederatedUser.isStored(user) ? Optional.empty() : Optional.of(NOT_IMPORTED);
  }

  /** Why the user's phone number cannot be changed; empty if it can. */
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
