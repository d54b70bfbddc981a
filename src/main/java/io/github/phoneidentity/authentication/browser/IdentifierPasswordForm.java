package io.github.phoneidentity.authentication.browser;

import io.github.phoneidentity.account.FirstFactor;
import io.github.phoneidentity.authentication.AttemptedUsername;
import io.github.phoneidentity.authentication.LoginHint;
import io.github.phoneidentity.authentication.MaskedIdentifier;
import io.github.phoneidentity.authentication.ProvenUser;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.authentication.authenticators.browser.UsernamePasswordForm;
import org.keycloak.authentication.authenticators.util.AuthenticatorUtils;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;
import org.keycloak.models.credential.PasswordCredentialModel;
import org.keycloak.representations.idm.CredentialRepresentation;
import org.keycloak.services.validation.Validation;
import org.keycloak.sessions.AuthenticationSessionModel;

/** Keycloak's form for username and password, for a username, e-mail, phone or nickname. */
final class IdentifierPasswordForm extends UsernamePasswordForm {

  /** Keycloak's constructor without a session disables passkeys. */
  IdentifierPasswordForm(KeycloakSession session) {
    super(session);
  }

  @Override
  public void authenticate(AuthenticationFlowContext context) {
    AuthenticationSessionModel authSession = context.getAuthenticationSession();
    AttemptedUsername.showOwner(authSession);
    AttemptedUsername.named(authSession); // masks a number before a page shows it
    ProvenUser.forgetAbandonedReset(authSession);
    super.authenticate(context);
  }

  @Override
  protected Response challenge(
      AuthenticationFlowContext context, MultivaluedMap<String, String> form) {
    if (context.getUser() == null) {
      LoginHint.of(context.getAuthenticationSession())
          .take()
          .ifPresent(contact -> form.putSingle(Validation.FIELD_USERNAME, contact));
    }
    MaskedIdentifier.removeFrom(form);
    return super.challenge(context, form);
  }

  @Override
  public boolean validateUserAndPassword(
      AuthenticationFlowContext context, MultivaluedMap<String, String> form) {
    if (isUserAlreadySetBeforeUsernamePasswordAuth(context)) {
      boolean valid = super.validateUserAndPassword(context, form);
      if (valid) {
        FirstFactor.passed(context.getAuthenticationSession());
      }
      return valid;
    }
    AttemptedIdentifier attempted = AttemptedIdentifier.read(context, form);
    UserModel user = attempted.user();
    if (user == null) {
      testInvalidUser(context, null);
      return false;
    }
    if (!validatePassword(context, user, form, true)) {
      if (!isHashed(context, user, form)) {
        AuthenticatorUtils.dummyHash(context);
      }
      attempted.failed(context);
      return false;
    }
    if (!enabledUser(context, user)) {
      return false;
    }
    FirstFactor.passed(context.getAuthenticationSession());
    attempted.authenticated(context, user, form);
    return true;
  }

  /**
   * Whether Keycloak has hashed a password. Otherwise a dummy hash must be computed, as for an
   * unknown user.
   */
  private static boolean isHashed(
      AuthenticationFlowContext context, UserModel user, MultivaluedMap<String, String> form) {
    String password = form.getFirst(CredentialRepresentation.PASSWORD);
    return password != null
        && !password.isEmpty()
        && user.credentialManager().isConfiguredFor(PasswordCredentialModel.TYPE)
        && AuthenticatorUtils.getDisabledByBruteForceEventError(context, user) == null;
  }
}
