package io.github.phoneidentity.credential;

import org.keycloak.credential.CredentialModel;
import org.keycloak.credential.CredentialProvider;
import org.keycloak.credential.CredentialTypeMetadata;
import org.keycloak.credential.CredentialTypeMetadataContext;
import org.keycloak.models.KeycloakContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/**
 * Tells Keycloak and the account console of credential type {@code sms-otp}. It validates nothing:
 * a code is compared by the verification engine, and only by the steps that have sent it.
 */
public final class SmsOtpCredentialProvider implements CredentialProvider<SmsOtpCredentialModel> {

  /** The required action that enrols a credential. */
  public static final String CREATE_ACTION = "CONFIGURE_SMS_OTP";

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
        .createAction(CREATE_ACTION)
        .removeable(isRemoveable())
        .build(session);
  }

  /**
   * Its user removes it by Keycloak's action {@code delete_credential}, which asks for a fresh
   * login, and not by a token alone, which may be stolen (Keycloak's AccountCredentialResource).
   */
  private boolean isRemoveable() {
    KeycloakContext context = session.getContext();
    return context.getAuthenticationSession() != null
        || !"DELETE".equals(context.getHttpRequest().getHttpMethod());
  }
}
