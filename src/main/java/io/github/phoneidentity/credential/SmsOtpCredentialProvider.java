package io.github.phoneidentity.credential;

import io.github.phoneidentity.policy.ProviderIds;
import org.keycloak.credential.CredentialModel;
import org.keycloak.credential.CredentialProvider;
import org.keycloak.credential.CredentialTypeMetadata;
import org.keycloak.credential.CredentialTypeMetadataContext;
import org.keycloak.models.KeycloakContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/**
 * Describes credential type {@code sms-otp} to Keycloak and the account console. It does not
 * validate codes: only the executions that have sent a code verify it, by {@code
 * VerificationCodes}.
 */
public final class SmsOtpCredentialProvider implements CredentialProvider<SmsOtpCredentialModel> {

  private final KeycloakSession session;

  SmsOtpCredentialProvider(KeycloakSession session) {
    this.session = session;
  }

  @Override
  public String getType() {
    return SmsOtpCredentialModel.TYPE;
  }

  @Override
  public CredentialModel createCredential(
      RealmModel realm, UserModel user, SmsOtpCredentialModel credential) {
    return user.credentialManager().createStoredCredential(credential);
  }

  @Override
  public boolean deleteCredential(RealmModel realm, UserModel user, String credentialId) {
    return user.credentialManager().removeStoredCredentialById(credentialId);
  }

  @Override
  public SmsOtpCredentialModel getCredentialFromModel(CredentialModel model) {
    return SmsOtpCredentialModel.of(model);
  }

  @Override
  public CredentialTypeMetadata getCredentialTypeMetadata(CredentialTypeMetadataContext context) {
    return CredentialTypeMetadata.builder()
        .type(SmsOtpCredentialModel.TYPE)
        .category(CredentialTypeMetadata.Category.TWO_FACTOR)
        .displayName("sms-otp-display-name")
        .helpText("sms-otp-help-text")
        .iconCssClass("kcAuthenticatorOTPClass")
        .createAction(ProviderIds.CONFIGURE_SMS_OTP)
        .removeable(isRemoveable())
        .build(session);
  }

  /**
   * Whether the credential can be removed. A user must do so by Keycloak's action {@code
   * delete_credential}, which requires a recent login, and not by an access token alone, which may
   * be stolen (Keycloak's AccountCredentialResource).
   */
  private boolean isRemoveable() {
    KeycloakContext context = session.getContext();
    return context.getAuthenticationSession() != null
        || !"DELETE".equals(context.getHttpRequest().getHttpMethod());
  }
}
