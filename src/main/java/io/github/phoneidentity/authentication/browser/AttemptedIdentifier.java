package io.github.phoneidentity.authentication.browser;

import io.github.phoneidentity.account.BruteForceReports;
import io.github.phoneidentity.authentication.AttemptedUsername;
import io.github.phoneidentity.identity.IdentifierLookup;
import io.github.phoneidentity.verification.Purpose;
import jakarta.ws.rs.core.MultivaluedMap;
import java.util.Optional;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.authentication.FlowStatus;
import org.keycloak.authentication.authenticators.util.AuthenticatorUtils;
import org.keycloak.events.Details;
import org.keycloak.models.UserModel;
import org.keycloak.services.managers.AuthenticationManager;

/**
 * What was typed into a login form, and whom it means.
 *
 * @param typed the identifier, without the spaces around it
 * @param user its owner; null if there is none
 * @param earlier whether it was typed on an earlier page, with whatever else that page asked for
 */
record AttemptedIdentifier(String typed, UserModel user, boolean earlier) {

  /** Looks the identifier up and notes the attempt. */
  static AttemptedIdentifier read(
      AuthenticationFlowContext context, MultivaluedMap<String, String> form) {
    context.clearUser();
    String posted = form.getFirst(AuthenticationManager.FORM_USERNAME);
    Optional<String> named =
        AttemptedUsername.named(context.getAuthenticationSession())
            .filter(name -> posted == null || posted.isBlank());
    String typed = named.orElse(posted);
    String identifier = typed == null ? "" : typed.strip();
    UserModel user =
        new IdentifierLookup(context.getSession())
            .find(context.getRealm(), identifier)
            .orElse(null);
    String attempted =
        AttemptedUsername.tried(context.getAuthenticationSession(), identifier, user);
    context.getEvent().detail(Details.USERNAME, attempted);
    return new AttemptedIdentifier(identifier, user, named.isPresent());
  }

  /**
   * The password was wrong. Keycloak counts it for the user whom it finds by the attempted name,
   * which is none where the pages show a number or a nickname in its place.
   */
  void failed(AuthenticationFlowContext context) {
    boolean counted =
        AuthenticationManager.lookupUserForBruteForceLog(
                context.getSession(), context.getRealm(), context.getAuthenticationSession())
            != null;
    if (!counted && context.getStatus() == FlowStatus.FAILURE_CHALLENGE) {
      new BruteForceReports(context.getSession()).failed(user.getId(), Purpose.LOGIN);
    }
  }

  /**
   * The user has proven to be who they say. The login's event and the rest of the session know them
   * by what they typed; by their username, if that was a number.
   */
  void authenticated(
      AuthenticationFlowContext context, UserModel owner, MultivaluedMap<String, String> form) {
    AttemptedUsername.proven(context.getAuthenticationSession(), typed, owner);
    accept(context, owner, form);
  }

  /**
   * The user has said who they are, and no more: the pages that follow show what they typed, and
   * nothing else of the user.
   */
  void identified(
      AuthenticationFlowContext context, UserModel owner, MultivaluedMap<String, String> form) {
    AttemptedUsername.typed(context.getAuthenticationSession(), typed);
    accept(context, owner, form);
  }

  private void accept(
      AuthenticationFlowContext context, UserModel owner, MultivaluedMap<String, String> form) {
    if (!earlier) {
      AuthenticatorUtils.processRememberMe(context, form);
    }
    context.setUser(owner);
  }
}
