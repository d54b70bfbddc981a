package io.github.phoneidentity.identity;

import java.util.regex.Pattern;
import org.keycloak.models.KeycloakSession;

/**
 * The doors at which people write attributes of their own: the account API and the pages of logins.
 * A realm may let them write any attribute there; that a number is proven counts all the same only
 * if it was.
 */
public final class UserDoor {

  /** {@code AccountRestService}, {@code LoginActionsService} and this project's registrations. */
  private static final Pattern PATH =
      Pattern.compile(
          "/?realms/[^/]+/(account(/.*)?|login-actions/(?!first-broker-login).*"
              + "|phone-identity/registrations)");

  private UserDoor() {}

  /** Whether the transaction of {@code session} is that of a request at such a door. */
  public static boolean isOpen(KeycloakSession session) {
    return RequestPath.matches(session, PATH);
  }
}
