package io.github.phoneidentity.authentication.resetcred;

import io.github.phoneidentity.account.ResetNotice;
import io.github.phoneidentity.authentication.GlobalEventListener;
import io.github.phoneidentity.policy.Channel;
import io.github.phoneidentity.verification.Recipient;
import java.util.Map;
import org.keycloak.events.Details;
import org.keycloak.events.Event;
import org.keycloak.events.EventType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.credential.PasswordCredentialModel;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * Notifies the user's other contact about a password that was changed in a reset. Keycloak's own
 * required action sets it, which is only reported by its event; the notice is written in that
 * transaction. The listener is global, because it does nothing without a proof.
 */
public final class PasswordResetNotice implements GlobalEventListener {

  private static final String ID = "phone-identity-password-reset-notice";

  /** The auth note with the contact whose proof allowed the reset. */
  private static final String NOTE = "phone-identity.password-reset-by";

  /** Records that {@code proof} has allowed the reset of this authentication session. */
  static void announce(AuthenticationSessionModel authSession, Recipient proof) {
    authSession.setAuthNote(NOTE, proof.channel() + ":" + proof.address());
  }

  private static Recipient proof(String note) {
    String[] parts = note.split(":", 2);
    return new Recipient(Channel.valueOf(parts[0]), parts[1]);
  }

  @Override
  public void onEvent(KeycloakSession session, Event event) {
    AuthenticationSessionModel authSession = session.getContext().getAuthenticationSession();
    if (authSession == null || authSession.getAuthNote(NOTE) == null || !isPasswordChange(event)) {
      return;
    }
    RealmModel realm = authSession.getRealm();
    UserModel user = session.users().getUserById(realm, event.getUserId());
    new ResetNotice(session, realm).send(user, proof(authSession.getAuthNote(NOTE)));
    authSession.removeAuthNote(NOTE);
  }

  private static boolean isPasswordChange(Event event) {
    Map<String, String> details = event.getDetails();
    return event.getType() == EventType.UPDATE_CREDENTIAL
        && event.getError() == null
        && details != null
        && PasswordCredentialModel.TYPE.equals(details.get(Details.CREDENTIAL_TYPE));
  }

  @Override
  public String getId() {
    return ID;
  }
}
