package io.github.phoneidentity.identity;

import io.github.phoneidentity.phone.PhoneNumber;
import io.github.phoneidentity.policy.AuthNote;
import java.util.Optional;
import org.keycloak.models.KeycloakSession;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * The verified number of a user who is still registering. It is exempt from the rule that a
 * username must not be another user's number.
 */
public final class PendingRegistrationNumber {

  /** The attribute of a session that registers the user by one request. */
  private static final String ATTRIBUTE = "phone-identity.newcomer-number";

  private PendingRegistrationNumber() {}

  /** Remembers the number that was verified in this authentication session. */
  public static void keep(AuthenticationSessionModel authSession, PhoneNumber number) {
    AuthNote.PENDING_NUMBER.set(authSession, number.e164());
  }

  /** Removes the number from this authentication session. */
  public static void forget(AuthenticationSessionModel authSession) {
    AuthNote.PENDING_NUMBER.remove(authSession);
  }

  /** Remembers the number that was verified for the registration by this request. */
  public static void keep(KeycloakSession session, PhoneNumber number) {
    session.setAttribute(ATTRIBUTE, number.e164());
  }

  /** The number that was verified for the user who is about to be created, or empty. */
  public static Optional<String> of(KeycloakSession session) {
    AuthenticationSessionModel authSession = session.getContext().getAuthenticationSession();
    return Optional.ofNullable(session.getAttribute(ATTRIBUTE, String.class))
        .or(() -> Optional.ofNullable(authSession).flatMap(AuthNote.PENDING_NUMBER::get));
  }
}
