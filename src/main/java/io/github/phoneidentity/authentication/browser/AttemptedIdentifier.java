package io.github.phoneidentity.authentication.browser;

import io.github.phoneidentity.account.BruteForceReports;
import io.github.phoneidentity.authentication.AttemptedUsername;
import io.github.phoneidentity.identity.IdentifierLookup;
import io.github.phoneidentity.verification.Purpose;
import jakarta.ws.rs.core.MultivaluedMap;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.authentication.FlowStatus;
import org.keycloak.authentication.authenticators.util.AuthenticatorUtils;
import org.keycloak.events.Details;
import org.keycloak.models.UserModel;
import org.keycloak.services.managers.AuthenticationManager;

/**
 * An identifier that was typed into a login form, and its user.
 *
 * @param typed the identifier without leading and trailing spaces
 * @param user the user; null for no user
 * @param earlier whether it was typed on an earlier page, which also had the field for "remember
 *     me"
 */
record AttemptedIdentifier(String typed, @Nullable UserModel user, boolean earlier) {

  /** Looks the identifier up and records the attempted username. */
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
   * Counts a wrong password for the brute-force protection. Keycloak counts it itself if it finds
   * the user by the attempted username, which it does not if that is a number or a nickname.
   */
  void failed(AuthenticationFlowContext context) {
    boolean counted =
        AuthenticationManager.lookupUserForBruteForceLog(
                context.getSession(), context.getRealm(), context.getAuthenticationSession())
            != null;
    if (!counted && user != null && context.getStatus() == FlowStatus.FAILURE_CHALLENGE) {
      new BruteForceReports(context.getSession()).failed(user.getId(), Purpose.LOGIN);
    }
  }

  /**
   * Sets an authenticated user. The attempted username becomes the typed identifier, or the user's
   * username if that was a number.
   */
  void authenticated(
      AuthenticationFlowContext context, UserModel owner, MultivaluedMap<String, String> form) {
    AttemptedUsername.proven(context.getAuthenticationSession(), typed, owner);
    accept(context, owner, form);
  }

  /**
   * Sets a user who is not authenticated yet: the next pages show the typed identifier and disclose
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
