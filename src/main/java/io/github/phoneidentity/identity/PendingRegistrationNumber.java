package io.github.phoneidentity.identity;

import io.github.phoneidentity.phone.PhoneNumber;
import java.util.Optional;
import org.keycloak.models.KeycloakSession;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * The verified number of a user who is still registering. It is exempt from the rule that a
 * username must not be another user's number.
 */
public final class PendingRegistrationNumber {

  private static final String NAME = "phone-identity.newcomer-number";

  private PendingRegistrationNumber() {}

  /** Remembers the number that was verified in this authentication session. */
  public static void keep(AuthenticationSessionModel authSession, PhoneNumber number) {
    authSession.setAuthNote(NAME, number.e164());
  }

  /** Removes the number from this authentication session. */
  public static void forget(AuthenticationSessionModel authSession) {
    authSession.removeAuthNote(NAME);
  }

  /** Remembers the number that was verified for the registration by this request. */
  public static void keep(KeycloakSession session, PhoneNumber number) {
    session.setAttribute(NAME, number.e164());
  }

  /** The number that was verified for the user who is about to be created, or empty. */
  public static Optional<String> of(KeycloakSession session) {
    AuthenticationSessionModel authSession = session.getContext().getAuthenticationSession();
    return Optional.ofNullable(session.getAttribute(NAME, String.class))
        .or(() -> Optional.ofNullable(authSession).map(it -> it.getAuthNote(NAME)));
  }
}
