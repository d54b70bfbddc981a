package io.github.phoneidentity.credential;

import io.github.phoneidentity.policy.ProviderIds;
import org.keycloak.credential.CredentialProvider;
import org.keycloak.credential.CredentialProviderFactory;
import org.keycloak.models.KeycloakSession;

/** Credential {@code sms-otp}: a number that the user has enrolled as a second factor. */
public final class SmsOtpCredentialProviderFactory
    implements CredentialProviderFactory<SmsOtpCredentialProvider> {

  /** The provider of this session. */
  public static SmsOtpCredentialProvider provider(KeycloakSession session) {
    return (SmsOtpCredentialProvider)
        session.getProvider(CredentialProvider.class, ProviderIds.SMS_OTP_CREDENTIAL);
  }

  @Override
  public String getId() {
    return ProviderIds.SMS_OTP_CREDENTIAL;
  }

  @Override
  public CredentialProvider<SmsOtpCredentialModel> create(KeycloakSession session) {
    return new SmsOtpCredentialProvider(session);
  }
}
