package io.github.phoneidentity.authentication;

import org.keycloak.authentication.authenticators.resetcred.ResetCredentialChooseUser;
import org.keycloak.sessions.AuthenticationSessionModel;

/** A user who has proven to be who they say, so that the tab is theirs from then on. */
public final class ProvenUser {

  private ProvenUser() {}

  /**
   * Keeps the tab's user. Keycloak's login forms forget a user who was merely chosen for a reset
   * and have another one named, while the steps that were passed in the tab still count as passed.
   */
  public static void keep(AuthenticationSessionModel authSession) {
    authSession.removeAuthNote(ResetCredentialChooseUser.RESET_CREDENTIAL_USER_CHOSEN);
    AttemptedUsername.showOwner(authSession);
  }
}
