package io.github.phoneidentity.identity;

import io.github.phoneidentity.phone.PhoneNumber;
import java.util.Optional;
import org.keycloak.models.KeycloakSession;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * The number that somebody has proven who has no account yet. It will be theirs, so that it is no
 * reserved name for them.
 */
public final class PendingRegistrationNumber {

  private static final String NAME = "phone-identity.newcomer-number";

  private PendingRegistrationNumber() {}

  /** Whoever signs up in this tab has proven the number. */
  public static void keep(AuthenticationSessionModel authSession, PhoneNumber number) {
    authSession.setAuthNote(NAME, number.e164());
  }

  /** Nobody has proven a number in this tab. */
  public static void forget(AuthenticationSessionModel authSession) {
    authSession.removeAuthNote(NAME);
  }

  /** Whoever signs up by this request has proven the number. */
  public static void keep(KeycloakSession session, PhoneNumber number) {
    session.setAttribute(NAME, number.e164());
  }

  /** The number that was proven for the user who is about to be made. */
  public static Optional<String> of(KeycloakSession session) {
    AuthenticationSessionModel authSession = session.getContext().getAuthenticationSession();
    return Optional.ofNullable(session.getAttribute(NAME, String.class))
        .or(() -> Optional.ofNullable(authSession).map(it -> it.getAuthNote(NAME)));
  }
}
