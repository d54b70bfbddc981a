package io.github.phoneidentity.account;

import io.github.phoneidentity.verification.Recipient;
import io.github.phoneidentity.verification.SecurityNotice;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/**
 * What a user is told after a reset of the password, on the other contact: whoever has the one that
 * proved it may not be the user.
 */
public final class ResetNotice {

  private final KeycloakSession session;
  private final RealmModel realm;

  public ResetNotice(KeycloakSession session, RealmModel realm) {
    this.session = session;
    this.realm = realm;
  }

  /**
   * Tells it after the commit of the session's transaction; nothing where there is no other
   * contact.
   *
   * @param proven the contact that proved the reset
   */
  public void tell(UserModel user, Recipient proven) {
    new UserNotices(session, realm, user).tellOther(SecurityNotice.PASSWORD_RESET, proven);
  }
}
