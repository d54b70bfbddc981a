package io.github.phoneidentity.authentication;

import io.github.phoneidentity.account.SmsOtpFactor;
import io.github.phoneidentity.credential.SmsOtpCredentialProvider;
import io.github.phoneidentity.credential.SmsOtpCredentialProviderFactory;
import io.github.phoneidentity.policy.RealmPolicy;
import org.keycloak.authentication.Authenticator;
import org.keycloak.authentication.CredentialValidator;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/** A step that asks a user who is known already for the second factor by SMS. */
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

  /** Nobody can enrol a number where no codes are sent. */
  @Override
  default boolean areRequiredActionsEnabled(KeycloakSession session, RealmModel realm) {
    return RealmPolicy.participates(realm)
        && Authenticator.super.areRequiredActionsEnabled(session, realm);
  }

  /** A user without the factor enrols one, where the step is required. */
  @Override
  default void setRequiredActions(KeycloakSession session, RealmModel realm, UserModel user) {
    session
        .getContext()
        .getAuthenticationSession()
        .addRequiredAction(SmsOtpCredentialProvider.CREATE_ACTION);
  }
}
