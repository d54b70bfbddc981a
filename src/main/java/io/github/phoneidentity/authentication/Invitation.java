package io.github.phoneidentity.authentication;

import io.github.phoneidentity.policy.AuthNote;
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
 * The invitation to an organization that a registration accepts. Keycloak reads its token from the
 * URL of every request. A URL without it would register the user outside of the organization, or
 * fail if the realm allows no registration, so the authentication session remembers the token.
 */
public record Invitation(KeycloakSession session, AuthenticationSessionModel authSession) {

  /** The URL, with the token if there is one. */
  public URI keep(URI address) {
    UriBuilder complete = UriBuilder.fromUri(address);
    return token()
        .map(token -> complete.replaceQueryParam(Constants.TOKEN, "{token}").build(token))
        .orElse(address);
  }

  /** Whether this request lacks the token of its authentication session. */
  public boolean isLost() {
    return token().isPresent() && requested().isEmpty();
  }

  /** The token, which the first request records in the authentication session. */
  private Optional<String> token() {
    requested().ifPresent(token -> AuthNote.INVITATION.set(authSession, token));
    return AuthNote.INVITATION.get(authSession);
  }

  private Optional<String> requested() {
    return Optional.ofNullable(
            session.getContext().getUri().getQueryParameters().getFirst(Constants.TOKEN))
        .filter(StringUtil::isNotBlank);
  }

  /**
   * The invited e-mail address, the only one that Keycloak accepts; empty without an invitation.
   */
  public Optional<String> email() {
    if (!Organizations.isEnabled(session)) {
      return Optional.empty();
    }
    try {
      return Optional.ofNullable(
              Organizations.parseInvitationToken(session, session.getContext().getHttpRequest()))
          .map(InviteOrgActionToken::getEmail);
    } catch (VerificationException invalid) {
      return Optional.empty(); // Keycloak's form shows the error
    }
  }
}
