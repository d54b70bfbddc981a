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
    context.getAuthenticationSession().setAuthNote(NOTE, attempted);
    return new AttemptedIdentifier(identifier, user);
  }

  /**
   * The user has proven to be who they say. The login's event and the rest of the session know them
   * by what they typed; by their username, if that was a number.
   */
  void authenticated(
      AuthenticationFlowContext context, UserModel owner, MultivaluedMap<String, String> form) {
    boolean number = !MaskedIdentifier.of(context.getRealm(), typed).equals(typed);
    accept(context, owner, form, number ? owner.getUsername() : typed);
  }

  /**
   * The user has said who they are, and no more: the pages that follow show what they typed, and
   * nothing else of the user.
   */
  void identified(
      AuthenticationFlowContext context, UserModel owner, MultivaluedMap<String, String> form) {
    accept(context, owner, form, MaskedIdentifier.of(context.getRealm(), typed));
  }

  private static void accept(
      AuthenticationFlowContext context,
      UserModel owner,
      MultivaluedMap<String, String> form,
      String shown) {
    AuthenticatorUtils.processRememberMe(context, form);
    context.getAuthenticationSession().setAuthNote(NOTE, shown);
    context.setUser(owner);
  }
}
