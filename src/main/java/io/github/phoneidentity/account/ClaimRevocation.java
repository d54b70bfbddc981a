package io.github.phoneidentity.account;

import io.github.phoneidentity.identity.ClaimKind;
import io.github.phoneidentity.identity.ClaimValue;
import io.github.phoneidentity.identity.UserAttributes;
import io.github.phoneidentity.phone.PhoneNumber;
import io.github.phoneidentity.verification.Recipient;
import io.github.phoneidentity.verification.SecurityNotice;
import io.github.phoneidentity.verification.VerificationCodes;
import java.util.Optional;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/**
 * An administrator takes a phone number or nickname from its owner. The claim is freed with the
 * attribute, under the realm's quarantine, and the owner is told by e-mail.
 */
public final class ClaimRevocation {

  private final KeycloakSession session;
  private final RealmModel realm;

  public ClaimRevocation(KeycloakSession session, RealmModel realm) {
    this.session = session;
    this.realm = realm;
  }

  /**
   * Takes the value, in the session's transaction.
   *
   * @param owner the user who owns it
   * @throws org.keycloak.storage.ReadOnlyException if the owner's attributes cannot be written
   */
  public void revoke(ClaimValue value, UserModel owner) {
    owner.removeAttribute(value.kind().attribute());
    if (value.kind() == ClaimKind.phone) {
      owner.removeAttribute(UserAttributes.PHONE_NUMBER_VERIFIED);
      owner.removeAttribute(UserAttributes.PHONE_NUMBER_VERIFIED_AT);
    }
    Optional.ofNullable(owner.getEmail())
        .filter(email -> !email.isBlank())
        .ifPresent(email -> tell(owner, Recipient.ofEmail(email), value));
  }

  private void tell(UserModel owner, Recipient email, ClaimValue value) {
    SecurityNotice notice =
        switch (value.kind()) {
          case phone -> SecurityNotice.PHONE_REVOKED;
          case nickname -> SecurityNotice.NICKNAME_REVOKED;
        };
    session
        .getProvider(VerificationCodes.class)
        .notices()
        .tell(realm, email, notice, shown(value), session.getContext().resolveLocale(owner));
  }

  /** The value as events and messages may show it: a number is masked. */
  public static String shown(ClaimValue value) {
    return switch (value.kind()) {
      case phone -> new PhoneNumber(value.canonical()).masked();
      case nickname -> value.canonical();
    };
  }
}
