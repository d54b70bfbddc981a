package io.github.phoneidentity.authentication.directgrant;

import io.github.phoneidentity.authentication.AttemptedUsername;
import io.github.phoneidentity.identity.IdentifierLookup;
import io.github.phoneidentity.policy.ProviderIds;
import io.github.phoneidentity.policy.RealmPolicy;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.keycloak.OAuthErrorException;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.authentication.AuthenticationFlowError;
import org.keycloak.authentication.authenticators.directgrant.ValidateUsername;
import org.keycloak.authentication.authenticators.util.AuthenticatorUtils;
import org.keycloak.events.Details;
import org.keycloak.events.Errors;
import org.keycloak.models.UserCredentialModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.credential.PasswordCredentialModel;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * {@code direct-grant-validate-identifier}: the password grant by username, e-mail, phone or
 * nickname.
 */
public final class ValidateIdentifier extends ValidateUsername {

  private static final List<String> ACTIONS =
      List.of(ProviderIds.VERIFY_PHONE, ProviderIds.UPDATE_PHONE, ProviderIds.CONFIGURE_SMS_OTP);
  private static final String INVALID = "Invalid user credentials";

  @Override
  public String getId() {
    return ProviderIds.DIRECT_GRANT_IDENTIFIER;
  }

  @Override
  public String getDisplayType() {
    return "Identifier Validation";
  }

  @Override
  public String getHelpText() {
    return "Accepts a username, e-mail, phone or nickname as the 'username' parameter of a direct"
        + " grant request.";
  }

  /**
   * Gives the answers of Keycloak's own execution, except that each takes one password hash and
   * that no event shows a number, not even one that is the user's username.
   */
  @Override
  public void authenticate(AuthenticationFlowContext context) {
    String typed = retrieveUsername(context);
    if (typed == null || typed.isBlank()) {
      context.getEvent().error(Errors.USER_NOT_FOUND);
      context.failure(
          AuthenticationFlowError.INVALID_USER,
          errorResponse(
              Response.Status.UNAUTHORIZED.getStatusCode(),
              OAuthErrorException.INVALID_REQUEST,
              "Missing parameter: username"));
      return;
    }
    UserModel user =
        new IdentifierLookup(context.getSession()).find(context.getRealm(), typed).orElse(null);
    AuthenticationSessionModel login = context.getAuthenticationSession();
    context.getEvent().detail(Details.USERNAME, AttemptedUsername.tried(login, typed, user));
    if (user == null || user.getServiceAccountClientLink() != null) {
      AuthenticatorUtils.dummyHash(context);
      context.getEvent().error(user == null ? Errors.USER_NOT_FOUND : Errors.INVALID_USER);
      context.failure(AuthenticationFlowError.INVALID_USER, refusal(INVALID));
    } else if (mayLogIn(context, user)) {
      if (!RealmPolicy.participates(context.getRealm())) {
        // Keycloak's grant also fails because of required actions that are disabled.
        ACTIONS.forEach(user::removeRequiredAction);
      }
      AttemptedUsername.proven(login, AttemptedUsername.of(login), user);
      context.setUser(user);
      context.success();
    }
  }

  private boolean mayLogIn(AuthenticationFlowContext context, UserModel user) {
    String locked = AuthenticatorUtils.getDisabledByBruteForceEventError(context, user);
    if (locked != null || !isHashed(context, user)) {
      AuthenticatorUtils.dummyHash(context);
    }
    if (locked == null && user.isEnabled()) {
      return true;
    }
    context.getEvent().user(user).error(locked == null ? Errors.USER_DISABLED : locked);
    context.forceChallenge(
        refusal(
            locked == null && hasPassword(context, user)
                ? "Account disabled" // disclosed to a client that knows the password
                : INVALID));
    return false;
  }

  /** Whether Keycloak hashes the password to compare it. */
  private boolean isHashed(AuthenticationFlowContext context, UserModel user) {
    String password = retrievePassword(context);
    return password != null
        && !password.isEmpty()
        && user.credentialManager().isConfiguredFor(PasswordCredentialModel.TYPE);
  }

  private boolean hasPassword(AuthenticationFlowContext context, UserModel user) {
    return user.credentialManager()
        .isValid(UserCredentialModel.password(retrievePassword(context)));
  }

  private Response refusal(String description) {
    return errorResponse(
        Response.Status.BAD_REQUEST.getStatusCode(),
        OAuthErrorException.INVALID_GRANT,
        description);
  }
}
