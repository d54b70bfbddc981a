package io.github.phoneidentity.authentication;

import io.github.phoneidentity.phone.PhoneNumberParser;
import io.github.phoneidentity.policy.RealmPolicy;
import io.github.phoneidentity.verification.Recipient;
import java.util.Optional;
import org.keycloak.protocol.oidc.OIDCLoginProtocol;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * The client's login hint, with which Keycloak prefills the login form, and the username of the
 * registration form.
 */
public record LoginHint(AuthenticationSessionModel authSession) {

  public static LoginHint of(AuthenticationSessionModel authSession) {
    return new LoginHint(authSession);
  }

  /** The hint, if it is a phone number; empty otherwise. */
  public Optional<String> number() {
    String region = RealmPolicy.of(authSession.getRealm()).defaultRegion();
    return Optional.ofNullable(authSession.getClientNote(OIDCLoginProtocol.LOGIN_HINT_PARAM))
        .filter(hint -> PhoneNumberParser.parse(hint, region).isPresent());
  }

  /** Prefills the login form with a contact that its owner has proven. */
  public void set(Recipient proven) {
    String region = RealmPolicy.of(authSession.getRealm()).defaultRegion();
    authSession.setClientNote(OIDCLoginProtocol.LOGIN_HINT_PARAM, proven.readable(region));
  }

  /** Removes the hint if it is a number, which must not become a username. */
  public void dropNumber() {
    if (number().isPresent()) {
      authSession.removeClientNote(OIDCLoginProtocol.LOGIN_HINT_PARAM);
    }
  }
}
