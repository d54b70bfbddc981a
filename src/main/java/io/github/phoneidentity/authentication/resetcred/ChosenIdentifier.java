package io.github.phoneidentity.authentication.resetcred;

import java.util.Optional;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * The identifier that was typed to choose a user. It is not a proof: the user of a reset is the
 * user of the proof.
 */
final class ChosenIdentifier {

  private static final String NOTE = "phone-identity.chosen-identifier";

  private ChosenIdentifier() {}

  static void keep(AuthenticationSessionModel authSession, String typed) {
    authSession.setAuthNote(NOTE, typed);
  }

  static Optional<String> of(AuthenticationSessionModel authSession) {
    return Optional.ofNullable(authSession.getAuthNote(NOTE));
  }
}
