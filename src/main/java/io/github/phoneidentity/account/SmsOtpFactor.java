package io.github.phoneidentity.account;

import io.github.phoneidentity.credential.SmsOtpCredentialModel;
import io.github.phoneidentity.credential.SmsOtpCredentials;
import io.github.phoneidentity.phone.PhoneNumber;
import io.github.phoneidentity.policy.ProviderIds;
import io.github.phoneidentity.verification.Binding;
import io.github.phoneidentity.verification.Challenge;
import io.github.phoneidentity.verification.Recipient;
import java.util.List;
import java.util.Set;
import org.keycloak.authentication.authenticators.util.AuthenticatorUtils;
import org.keycloak.models.AuthenticationExecutionModel;
import org.keycloak.models.Constants;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * A second factor by SMS of a user who logs in.
 *
 * @param credential the factor
 * @param recipient the recipient of its codes
 */
public record SmsOtpFactor(SmsOtpCredentialModel credential, Recipient recipient) {

  private static final Set<String> BY_SMS =
      Set.of(ProviderIds.SMS_CODE_FORM, ProviderIds.RESET_CREDENTIAL_SMS);

  /**
   * Whether the user has such a factor and may use it: after a login by SMS, another text to the
   * same person is not a second factor.
   */
  public static boolean counts(KeycloakSession session, RealmModel realm, UserModel user) {
    return !isAfterSms(session, realm) && SmsOtpCredentials.exist(user);
  }

  /** Whether the first factor of this login, or of the one that it continues, was a code by SMS. */
  public static boolean isAfterSms(KeycloakSession session, RealmModel realm) {
    AuthenticationSessionModel authSession = session.getContext().getAuthenticationSession();
    if (authSession == null) {
      return false;
    }
    String completed = authSession.getUserSessionNotes().get(Constants.AUTHENTICATORS_COMPLETED);
    return AuthenticatorUtils.parseCompletedExecutions(completed).keySet().stream()
        .map(realm::getAuthenticationExecutionById)
        .anyMatch(SmsOtpFactor::isLoginBySms);
  }

  private static boolean isLoginBySms(AuthenticationExecutionModel execution) {
    return execution != null && BY_SMS.contains(execution.getAuthenticator());
  }

  /** The user's factors to which a code can be sent, the preferred one first. */
  public static List<SmsOtpFactor> of(KeycloakSession session, RealmModel realm, UserModel user) {
    SmsOtpCredentials credentials = new SmsOtpCredentials(session, realm, user);
    return credentials.all().stream()
        .flatMap(
            credential ->
                credentials.recipient(credential).stream()
                    .map(number -> new SmsOtpFactor(credential, Recipient.of(number))))
        .toList();
  }

  /**
   * Consumes the proof of a code that was sent to this factor. If the code went to the user's phone
   * number instead of the credential's, it becomes the number of the credential, and the proof of
   * the phone number unless another user owns it.
   *
   * @param binding the binding of the proof
   */
  public PhoneAssignment accept(
      KeycloakSession session, UserModel user, Binding binding, Challenge proof) {
    RealmModel realm = session.getContext().getRealm();
    SmsOtpCredentials credentials = new SmsOtpCredentials(session, realm, user);
    PhoneNumber number = recipient.phone();
    if (credentials.provesNumberOnFile(credential)
        && PhoneConflict.of(session, realm, number, user.getId()).isEmpty()) {
      return new VerifiedPhone(session).assign(user, binding, proof);
    }
    if (!new Proofs(session, realm, binding).spend(proof, user.getId())) {
      return PhoneAssignment.PROOF_GONE;
    }
    credentials.proven(credential, number);
    return PhoneAssignment.ASSIGNED;
  }
}
