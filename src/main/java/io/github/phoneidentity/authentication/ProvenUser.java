package io.github.phoneidentity.authentication;

import io.github.phoneidentity.policy.AuthNote;
import org.keycloak.sessions.AuthenticationSessionModel;

/** Keeps an authenticated user in the authentication session. */
public final class ProvenUser {

  private ProvenUser() {}

  /**
   * Prevents Keycloak's login forms from removing the user. They do so for a user who was only
   * chosen for a reset, and accept another one while the executions that the first user passed
   * still count.
   */
  public static void keep(AuthenticationSessionModel authSession) {
    AuthNote.RESET_USER_CHOSEN.remove(authSession);
    AttemptedUsername.showOwner(authSession);
  }

  /**
   * Clears the executions that the user of an abandoned reset has passed, because they must not
   * count for the next user: Keycloak's login forms remove that user alone.
   */
  public static void forgetAbandonedReset(AuthenticationSessionModel authSession) {
    if (AuthNote.RESET_USER_CHOSEN.isSet(authSession)) {
      authSession.clearExecutionStatus();
    }
  }
}
