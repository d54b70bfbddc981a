package io.github.phoneidentity.account;

import java.util.Set;
import org.keycloak.authentication.AuthenticatorUtil;
import org.keycloak.authentication.requiredactions.WebAuthnPasswordlessRegisterFactory;
import org.keycloak.authentication.requiredactions.WebAuthnRegisterFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RequiredActionProviderModel;
import org.keycloak.models.UserModel;
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

  /** The required actions by which a user enrols one. */
  private static final Set<String> ENROLMENTS =
      Set.of(
          UserModel.RequiredAction.CONFIGURE_TOTP.name(),
          UserModel.RequiredAction.CONFIGURE_RECOVERY_AUTHN_CODES.name(),
          WebAuthnRegisterFactory.PROVIDER_ID,
          WebAuthnPasswordlessRegisterFactory.PROVIDER_ID);

  private OtherFactor() {}

  /**
   * Whether no factor can be enrolled in a login before this required action is done: otherwise a
   * person who knows only the password could enrol one, and use it in the next login.
   */
  public static boolean isEnrolledAfter(RealmModel realm, String requiredAction) {
    RequiredActionProviderModel action = realm.getRequiredActionProviderByAlias(requiredAction);
    return realm
        .getRequiredActionProvidersStream()
        .filter(other -> other.isEnabled() && ENROLMENTS.contains(other.getProviderId()))
        .allMatch(other -> other.getPriority() > action.getPriority());
  }

  /**
   * Whether this very login has used one of them. A login by the cookie of an earlier one has not.
   */
  public static boolean isUsed(AuthenticationSessionModel login) {
    return AuthenticatorUtil.getAuthnCredentials(login).stream().anyMatch(TYPES::contains);
  }
}
