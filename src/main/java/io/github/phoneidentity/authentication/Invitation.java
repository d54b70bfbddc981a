package io.github.phoneidentity.authentication;

import jakarta.ws.rs.core.UriBuilder;
import java.net.URI;
import java.util.Optional;
import org.keycloak.authentication.actiontoken.inviteorg.InviteOrgActionToken;
import org.keycloak.common.VerificationException;
import org.keycloak.models.Constants;
import org.keycloak.models.KeycloakSession;
import org.keycloak.organization.utils.Organizations;
import org.keycloak.sessions.AuthenticationSessionModel;
import org.keycloak.utils.StringUtil;

/**
 * The invitation to an organization that a registration answers. Keycloak reads its token from the
 * address of every single request, so that an address without it would lead to a registration
 * outside of the organization, or to none where the realm is closed: the authentication session
 * remembers the token.
 */
public record Invitation(KeycloakSession session, AuthenticationSessionModel authSession) {

  private static final String NOTE = "phone-identity.invitation";

  /** The address, with the token if there is one. */
  public URI keep(URI address) {
    UriBuilder complete = UriBuilder.fromUri(address);
    return token()
        .map(token -> complete.replaceQueryParam(Constants.TOKEN, "{token}").build(token))
        .orElse(address);
  }

  /** Whether this request has come without the token of its authentication session. */
  public boolean isLost() {
    return token().isPresent() && requested().isEmpty();
  }

  /** The token, which is remembered from the first request on. */
  private Optional<String> token() {
    requested().ifPresent(token -> authSession.setAuthNote(NOTE, token));
    return Optional.ofNullable(authSession.getAuthNote(NOTE));
  }

  private Optional<String> requested() {
    return Optional.ofNullable(
            session.getContext().getUri().getQueryParameters().getFirst(Constants.TOKEN))
        .filter(StringUtil::isNotBlank);
  }

  /** The address that was invited, the only one that Keycloak takes; empty without invitation. */
  public Optional<String> email() {
    if (!Organizations.isEnabled(session)) {
      return Optional.empty();
    }
    try {
      return Optional.ofNullable(
              Organizations.parseInvitationToken(session, session.getContext().getHttpRequest()))
          .map(InviteOrgActionToken::getEmail);
    } catch (VerificationException invalid) {
      return Optional.empty(); // Keycloak's form says so
    }
  }
}
