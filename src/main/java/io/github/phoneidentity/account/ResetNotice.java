package io.github.phoneidentity.account;

import io.github.phoneidentity.verification.Recipient;
import io.github.phoneidentity.verification.SecurityNotice;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/**
 * Notifies a user about a password reset on the other contact, because the one that was proven may
 * be under an attacker's control.
 */
public final class ResetNotice {

  private final KeycloakSession session;
  private final RealmModel realm;

  public ResetNotice(KeycloakSession session, RealmModel realm) {
    this.session = session;
    this.realm = realm;
  }

  /**
   * Sends the notice after the commit of the session's transaction, if there is another contact.
   *
   * @param proven the contact whose proof was consumed
   */
  public void send(UserModel user, Recipient proven) {
    new UserNotices(session, realm, user).sendToOther(SecurityNotice.PASSWORD_RESET, proven);
  }
}
