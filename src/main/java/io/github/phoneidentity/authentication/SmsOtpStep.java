package io.github.phoneidentity.authentication;

import io.github.phoneidentity.account.SmsOtpFactor;
import io.github.phoneidentity.credential.SmsOtpCredentialProvider;
import io.github.phoneidentity.credential.SmsOtpCredentialProviderFactory;
import io.github.phoneidentity.policy.ProviderIds;
import io.github.phoneidentity.policy.RealmPolicy;
import org.keycloak.authentication.Authenticator;
import org.keycloak.authentication.CredentialValidator;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/** An execution that verifies the second factor by SMS of the flow's user. */
public interface SmsOtpStep extends Authenticator, CredentialValidator<SmsOtpCredentialProvider> {

  @Override
  default boolean requiresUser() {
    return true;
  }

  @Override
  default boolean configuredFor(KeycloakSession session, RealmModel realm, UserModel user) {
    return SmsOtpFactor.counts(session, realm, user);
  }

  @Override
  default SmsOtpCredentialProvider getCredentialProvider(KeycloakSession session) {
    return SmsOtpCredentialProviderFactory.provider(session);
  }

  /** A user cannot enrol a number in a realm that sends no codes. */
  @Override
  default boolean areRequiredActionsEnabled(KeycloakSession session, RealmModel realm) {
    return RealmPolicy.participates(realm)
        && Authenticator.super.areRequiredActionsEnabled(session, realm);
  }

  /** A user without the factor must enrol one if the execution is required. */
  @Override
  default void setRequiredActions(KeycloakSession session, RealmModel realm, UserModel user) {
    session
        .getContext()
        .getAuthenticationSession()
        .addRequiredAction(ProviderIds.CONFIGURE_SMS_OTP);
  }
}
