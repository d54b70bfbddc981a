package io.github.phoneidentity.identity;

import java.util.regex.Pattern;
import org.keycloak.models.KeycloakSession;

/** Where the request came in that a transaction belongs to. */
final class RequestPath {

  private RequestPath() {}

  /** Whether {@code session} serves a request at such a path. */
  static boolean matches(KeycloakSession session, Pattern path) {
    return session != null && path.matcher(of(session)).matches();
  }

  private static String of(KeycloakSession session) {
    try {
      return session.getContext().getUri().getPath();
    } catch (RuntimeException notInARequest) {
      return ""; // Keycloak has no other way to ask
    }
  }
}
