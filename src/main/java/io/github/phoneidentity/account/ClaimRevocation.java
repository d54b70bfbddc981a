package io.github.phoneidentity.account;

import io.github.phoneidentity.identity.ClaimKind;
import io.github.phoneidentity.identity.ClaimValue;
import io.github.phoneidentity.identity.FederatedUser;
import io.github.phoneidentity.identity.UserAttributes;
import io.github.phoneidentity.phone.PhoneNumber;
import io.github.phoneidentity.verification.SecurityNotice;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/**
 * Revokes a phone number or nickname for an administrator. The claim is released with the
 * attribute, under the realm's quarantine, and the owner is notified by e-mail.
 */
public final class ClaimRevocation {

  private final KeycloakSession session;
  private final RealmModel realm;

  public ClaimRevocation(KeycloakSession session, RealmModel realm) {
    this.session = session;
    this.realm = realm;
  }

  /**
   * Revokes the value, in the session's transaction.
   *
   * @param owner the user who owns the claim
   */
  public void revoke(ClaimValue value, UserModel owner) {
    UserModel copy = new FederatedUser(session, realm, owner).copy();
    copy.removeAttribute(value.kind().attribute());
    if (value.kind() == ClaimKind.phone) {
      UserAttributes.PROOF.forEach(copy::removeAttribute);
    }
    new UserNotices(session, realm, owner).sendByEmail(notice(value.kind()), shown(value));
  }

  private static SecurityNotice notice(ClaimKind kind) {
    return switch (kind) {
      case phone -> SecurityNotice.PHONE_REVOKED;
      case nickname -> SecurityNotice.NICKNAME_REVOKED;
    };
  }

  /** The value as events and messages may show it; a number is masked. */
  public static String shown(ClaimValue value) {
    return switch (value.kind()) {
      case phone -> new PhoneNumber(value.canonical()).masked();
      case nickname -> value.canonical();
    };
  }
}
