package io.github.phoneidentity.authentication.directgrant;

import io.github.phoneidentity.authentication.AttemptedName;
import io.github.phoneidentity.authentication.MaskedIdentifier;
import io.github.phoneidentity.identity.IdentifierLookup;
import io.github.phoneidentity.policy.ProviderIds;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.authentication.authenticators.directgrant.ValidateUsername;
import org.keycloak.authentication.authenticators.util.AuthenticatorUtils;
import org.keycloak.events.Details;
import org.keycloak.models.UserModel;
import org.keycloak.models.credential.PasswordCredentialModel;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * {@code direct-grant-validate-identifier}: the password grant by username, e-mail, phone or
 * nickname.
 */
public final class ValidateIdentifier extends ValidateUsername {

  private static final String ID = ProviderIds.DIRECT_GRANT_IDENTIFIER;

  @Override
  public String getId() {
    return ID;
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

  @Override
  public void authenticate(AuthenticationFlowContext context) {
    super.authenticate(context);
    UserModel user = context.getUser();
    if (user == null) {
      return;
    }
    String password = retrievePassword(context);
    if (password == null
        || password.isEmpty()
        || !user.credentialManager().isConfiguredFor(PasswordCredentialModel.TYPE)) {
      // No password will be hashed; for an unknown user Keycloak hashes one.
      AuthenticatorUtils.dummyHash(context);
    }
    AuthenticationSessionModel login = context.getAuthenticationSession();
    AttemptedName.proven(login, AttemptedName.of(login), user);
    context.getEvent().detail(Details.USERNAME, AttemptedName.forEvent(login));
  }

  /**
   * The owner's name, which brute-force protection counts by; otherwise what was typed, which goes
   * into an event; null for nothing, which Keycloak refuses.
   */
  @Override
  protected String retrieveUsername(AuthenticationFlowContext context) {
    String typed = super.retrieveUsername(context);
    if (typed == null) {
      return null;
    }
    return new IdentifierLookup(context.getSession())
        .find(context.getRealm(), typed)
        .map(UserModel::getUsername)
        .orElseGet(() -> MaskedIdentifier.of(context.getRealm(), typed));
  }
}
