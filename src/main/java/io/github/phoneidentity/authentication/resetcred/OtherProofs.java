package io.github.phoneidentity.authentication.resetcred;

import io.github.phoneidentity.credential.SmsOtpCredentialModel;
import io.github.phoneidentity.credential.SmsOtpCredentials;
import java.util.Set;
import java.util.stream.Stream;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.authentication.Authenticator;
import org.keycloak.authentication.ConfigurableAuthenticatorFactory;
import org.keycloak.models.AuthenticationExecutionModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.credential.PasswordCredentialModel;

/**
 * SMS is never both the reset and the only other proof: a user who relies on it as a second factor
 * has to prove something else before the password is changed.
 */
final class OtherProofs {

  /** What is reset, and what has just been proven, are no other proofs. */
  private static final Set<String> NO_OTHER =
      Set.of(PasswordCredentialModel.TYPE, SmsOtpCredentialModel.TYPE);

  private OtherProofs() {}

  /** Whether the user has SMS as a second factor and the flow will ask for no other credential. */
  static boolean areNeeded(AuthenticationFlowContext context, UserModel user) {
    return SmsOtpCredentials.exist(user)
        && executions(context.getRealm(), context.getTopLevelFlow().getId())
            .flatMap(execution -> category(context.getSession(), execution))
            .filter(category -> !NO_OTHER.contains(category))
            .noneMatch(user.credentialManager()::isConfiguredFor);
  }

  private static Stream<AuthenticationExecutionModel> executions(RealmModel realm, String flow) {
    return realm
        .getAuthenticationExecutionsStream(flow)
        .filter(AuthenticationExecutionModel::isEnabled)
        .flatMap(
            execution ->
                execution.isAuthenticatorFlow()
                    ? executions(realm, execution.getFlowId())
                    : Stream.of(execution));
  }

  private static Stream<String> category(
      KeycloakSession session, AuthenticationExecutionModel execution) {
    return session
                .getKeycloakSessionFactory()
                .getProviderFactory(Authenticator.class, execution.getAuthenticator())
            instanceof ConfigurableAuthenticatorFactory factory
        ? Stream.ofNullable(factory.getReferenceCategory())
        : Stream.empty();
  }
}
