package io.github.phoneidentity.authentication.browser;

import io.github.phoneidentity.authentication.MaskedIdentifier;
import io.github.phoneidentity.identity.IdentifierLookup;
import jakarta.ws.rs.core.MultivaluedMap;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.authentication.authenticators.browser.AbstractUsernameFormAuthenticator;
import org.keycloak.authentication.authenticators.util.AuthenticatorUtils;
import org.keycloak.events.Details;
import org.keycloak.models.UserModel;
import org.keycloak.services.managers.AuthenticationManager;

/**
 * What was typed into a login form, and whom it means.
 *
 * @param typed the identifier, without the spaces around it
 * @param user its owner; null if there is none
 */
record AttemptedIdentifier(String typed, UserModel user) {

  private static final String NOTE = AbstractUsernameFormAuthenticator.ATTEMPTED_USERNAME;

  /**
   * Looks the identifier up. The attempt is noted under the owner's username, because Keycloak's
   * brute-force protection finds the user again by that name after a wrong password.
   */
  static AttemptedIdentifier read(
      AuthenticationFlowContext context, MultivaluedMap<String, String> form) {
    context.clearUser();
    String typed = form.getFirst(AuthenticationManager.FORM_USERNAME);
    String identifier = typed == null ? "" : typed.strip();
    UserModel user =
        new IdentifierLookup(context.getSession())
            .find(context.getRealm(), identifier)
            .orElse(null);
    String attempted =
        user == null ? MaskedIdentifier.of(context.getRealm(), identifier) : user.getUsername();
    context.getEvent().detail(Details.USERNAME, attempted);
    context.getAuthenticationSession().setAuthNote(NOTE, user == null ? identifier : attempted);
    return new AttemptedIdentifier(identifier, user);
  }

  /** The user is who they say: the pages that follow greet them by what they typed. */
  void succeed(
      AuthenticationFlowContext context, UserModel owner, MultivaluedMap<String, String> form) {
    AuthenticatorUtils.processRememberMe(context, form);
    context.getAuthenticationSession().setAuthNote(NOTE, typed);
    context.setUser(owner);
  }
}
