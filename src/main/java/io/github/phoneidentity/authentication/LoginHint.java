package io.github.phoneidentity.authentication;

import io.github.phoneidentity.phone.PhoneNumberParser;
import io.github.phoneidentity.policy.RealmPolicy;
import io.github.phoneidentity.verification.Recipient;
import java.util.Optional;
import org.keycloak.protocol.oidc.OIDCLoginProtocol;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * The client's login hint, with which Keycloak prefills the login form, and the username of the
 * registration form; and the contact of a sign-up that leads to the login instead.
 *
 * <p>That contact is no hint of the client: Keycloak would pass it on to identity providers, in a
 * URL.
 */
public record LoginHint(AuthenticationSessionModel authSession) {

  /** A client note, because Keycloak clears auth notes between the registration and the login. */
  private static final String PROVEN = "phone-identity.proven-contact";

  public static LoginHint of(AuthenticationSessionModel authSession) {
    return new LoginHint(authSession);
  }

  /** The hint, if it is a phone number; empty otherwise. */
  public Optional<String> number() {
    String region = RealmPolicy.of(authSession.getRealm()).defaultRegion();
    return Optional.ofNullable(authSession.getClientNote(OIDCLoginProtocol.LOGIN_HINT_PARAM))
        .filter(hint -> PhoneNumberParser.parse(hint, region).isPresent());
  }

  /** Prefills the next login form with a contact that its owner has proven. */
  public void keep(Recipient proven) {
    String region = RealmPolicy.of(authSession.getRealm()).defaultRegion();
    authSession.setClientNote(PROVEN, proven.readable(region));
  }

  /** The contact that was proven, once: the notes of the client outlive the login. */
  public Optional<String> take() {
    Optional<String> proven = Optional.ofNullable(authSession.getClientNote(PROVEN));
    authSession.removeClientNote(PROVEN);
    return proven;
  }

  /** Removes the hint if it is a number, which must not become a username. */
  public void dropNumber() {
    if (number().isPresent()) {
      authSession.removeClientNote(OIDCLoginProtocol.LOGIN_HINT_PARAM);
    }
  }
}
