package io.github.phoneidentity.credential;

import org.keycloak.credential.CredentialProvider;
import org.keycloak.credential.CredentialProviderFactory;
import org.keycloak.models.KeycloakSession;

/** Credential {@code sms-otp}: a number that the user has enrolled as a second factor. */
public final class SmsOtpCredentialProviderFactory
    implements CredentialProviderFactory<SmsOtpCredentialProvider> {

  static final String ID = "phone-identity-sms-otp";

  /** The provider of this session. */
  public static SmsOtpCredentialProvider provider(KeycloakSession session) {
    return (SmsOtpCredentialProvider) session.getProvider(CredentialProvider.class, ID);
  }

  @Override
  public String getId() {
    return ID;
  }

  @Override
  public CredentialProvider<SmsOtpCredentialModel> create(KeycloakSession session) {
    return new SmsOtpCredentialProvider(session);
  }
}
