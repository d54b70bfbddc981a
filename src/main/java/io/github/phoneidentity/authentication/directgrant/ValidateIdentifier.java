package io.github.phoneidentity.authentication.directgrant;

import io.github.phoneidentity.authentication.MaskedIdentifier;
import io.github.phoneidentity.identity.IdentifierLookup;
import io.github.phoneidentity.policy.ProviderIds;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.authentication.authenticators.directgrant.ValidateUsername;
import org.keycloak.models.UserModel;

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

  /**
   * The owner's username, which brute-force protection counts by; otherwise what was typed, which
   * goes into an event; null for nothing, which Keycloak refuses.
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
