package io.github.phoneidentity.account;

import java.util.Set;
import org.keycloak.authentication.AuthenticatorUtil;
import org.keycloak.models.credential.OTPCredentialModel;
import org.keycloak.models.credential.RecoveryAuthnCodesCredentialModel;
import org.keycloak.models.credential.WebAuthnCredentialModel;
import org.keycloak.sessions.AuthenticationSessionModel;

/** Factors that depend neither on the password nor on the user's phone number. */
public final class OtherFactor {

  private static final Set<String> TYPES =
      Set.of(
          OTPCredentialModel.TYPE,
          WebAuthnCredentialModel.TYPE_TWOFACTOR,
          WebAuthnCredentialModel.TYPE_PASSWORDLESS,
          RecoveryAuthnCodesCredentialModel.TYPE);

  private OtherFactor() {}

  /**
   * Whether this very login has used one of them. A login by the cookie of an earlier one has not.
   */
  public static boolean isUsed(AuthenticationSessionModel login) {
    return AuthenticatorUtil.getAuthnCredentials(login).stream().anyMatch(TYPES::contains);
  }
}
