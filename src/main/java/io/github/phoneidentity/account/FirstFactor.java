package io.github.phoneidentity.account;

import io.github.phoneidentity.policy.AuthNote;
import io.github.phoneidentity.policy.ProviderIds;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.keycloak.authentication.Authenticator;
import org.keycloak.authentication.ConfigurableAuthenticatorFactory;
import org.keycloak.authentication.authenticators.util.AuthenticatorUtils;
import org.keycloak.common.util.Time;
import org.keycloak.models.AuthenticationExecutionModel;
import org.keycloak.models.Constants;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserSessionModel;
import org.keycloak.models.credential.PasswordCredentialModel;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * When an authentication session passed its first factor. The steps of this extension record it in
 * milliseconds. Keycloak records its executions in seconds, of which the end is taken, so that a
 * login right after a reset never counts as one before it.
 */
public final class FirstFactor {

  private static final long END_OF_SECOND = 999;

  /** Executions of the category {@code password} that verify no password. */
  private static final Set<String> IDENTIFIER_ONLY =
      Set.of(ProviderIds.USERNAME_FORM, ProviderIds.IDENTIFIER_FORM);

  /** Executions that verify the user but have no reference category. */
  private static final Set<String> PROOFS =
      Set.of(
          ProviderIds.SMS_CODE_FORM,
          ProviderIds.RESET_CREDENTIAL_SMS,
          ProviderIds.RESET_CREDENTIAL_EMAIL);

  private static final String COOKIE = "cookie";

  private final KeycloakSession session;
  private final AuthenticationSessionModel authSession;

  private FirstFactor(KeycloakSession session, AuthenticationSessionModel authSession) {
    this.session = session;
    this.authSession = authSession;
  }

  /**
   * Records that the user has just passed a step in this authentication session; only the first
   * call counts. Keycloak removes the note when the login is restarted.
   */
  public static void passed(AuthenticationSessionModel authSession) {
    note(authSession, Time.currentTimeMillis());
  }

  /**
   * Records that the user has reached the required actions, so that the first factor was passed
   * before now.
   */
  static void seen(KeycloakSession session, AuthenticationSessionModel authSession) {
    note(authSession, Math.min(millis(session, authSession), Time.currentTimeMillis()));
  }

  private static void note(AuthenticationSessionModel authSession, long millis) {
    if (!AuthNote.FIRST_FACTOR.isSet(authSession)) {
      AuthNote.FIRST_FACTOR.set(authSession, Long.toString(millis));
    }
  }

  /**
   * When the first factor was passed, in epoch milliseconds; now if that is not known. For a login
   * by SSO cookie it is the start of the user session.
   */
  static long millis(KeycloakSession session, AuthenticationSessionModel authSession) {
    return AuthNote.FIRST_FACTOR
        .get(authSession)
        .map(Long::parseLong)
        .orElseGet(() -> new FirstFactor(session, authSession).estimate());
  }

  private long estimate() {
    Map<String, Integer> completed =
        AuthenticatorUtils.parseCompletedExecutions(
            authSession.getUserSessionNotes().get(Constants.AUTHENTICATORS_COMPLETED));
    OptionalLong password = times(completed, true).max();
    OptionalLong proof = password.isPresent() ? password : times(completed, false).min();
    return proof.isPresent()
        ? proof.getAsLong() * 1000 + END_OF_SECOND
        : startOfUserSession().orElseGet(Time::currentTimeMillis);
  }

  /** The times, in epoch seconds, of the executions that verified a password, or of all others. */
  private LongStream times(Map<String, Integer> completed, boolean password) {
    return completed.entrySet().stream()
        .filter(
            execution -> password ? isPassword(execution.getKey()) : isProof(execution.getKey()))
        .mapToLong(Map.Entry::getValue);
  }

  private boolean isPassword(String executionId) {
    String provider = provider(executionId);
    return PasswordCredentialModel.TYPE.equals(category(provider))
        && !IDENTIFIER_ONLY.contains(provider);
  }

  private boolean isProof(String executionId) {
    String provider = provider(executionId);
    String category = category(provider);
    return PROOFS.contains(provider)
        || (category != null && !category.equals(COOKIE) && !IDENTIFIER_ONLY.contains(provider));
  }

  private String provider(String executionId) {
    AuthenticationExecutionModel execution =
        authSession.getRealm().getAuthenticationExecutionById(executionId);
    return execution == null || execution.getAuthenticator() == null
        ? ""
        : execution.getAuthenticator();
  }

  private @Nullable String category(String provider) {
    return session.getKeycloakSessionFactory().getProviderFactory(Authenticator.class, provider)
            instanceof ConfigurableAuthenticatorFactory factory
        ? factory.getReferenceCategory()
        : null;
  }

  private Optional<Long> startOfUserSession() {
    UserSessionModel login =
        session
            .sessions()
            .getUserSession(authSession.getRealm(), authSession.getParentSession().getId());
    return Optional.ofNullable(login).map(found -> found.getStarted() * 1000L + END_OF_SECOND);
  }
}
