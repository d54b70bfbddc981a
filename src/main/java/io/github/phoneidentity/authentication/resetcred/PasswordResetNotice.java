package io.github.phoneidentity.authentication.resetcred;

import io.github.phoneidentity.account.ResetNotice;
import io.github.phoneidentity.authentication.GlobalEventListener;
import io.github.phoneidentity.policy.AuthNote;
import io.github.phoneidentity.policy.Channel;
import io.github.phoneidentity.policy.ProviderIds;
import io.github.phoneidentity.verification.Recipient;
import java.util.Map;
import java.util.Optional;
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

  /** Records that {@code proof} has allowed the reset of this authentication session. */
  static void announce(AuthenticationSessionModel authSession, Recipient proof) {
    AuthNote.PASSWORD_RESET_BY.set(authSession, proof.channel() + ":" + proof.address());
  }

  private static Recipient proof(String note) {
    String[] parts = note.split(":", 2);
    return new Recipient(Channel.valueOf(parts[0]), parts[1]);
  }

  @Override
  public void onEvent(KeycloakSession session, Event event) {
    AuthenticationSessionModel authSession = session.getContext().getAuthenticationSession();
    Optional<String> proof =
        Optional.ofNullable(authSession).flatMap(AuthNote.PASSWORD_RESET_BY::get);
    if (proof.isEmpty() || !isPasswordChange(event)) {
      return;
    }
    RealmModel realm = authSession.getRealm();
    UserModel user = session.users().getUserById(realm, event.getUserId());
    new ResetNotice(session, realm).send(user, proof(proof.get()));
    AuthNote.PASSWORD_RESET_BY.remove(authSession);
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
    return ProviderIds.PASSWORD_RESET_NOTICE;
  }
}
