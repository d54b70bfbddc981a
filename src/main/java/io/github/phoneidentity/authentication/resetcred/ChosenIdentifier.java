package io.github.phoneidentity.authentication.resetcred;

import io.github.phoneidentity.policy.AuthNote;
import java.util.Optional;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * The identifier that was typed to choose a user. It is not a proof: the user of a reset is the
 * user of the proof.
 */
final class ChosenIdentifier {

  private ChosenIdentifier() {}

  static void keep(AuthenticationSessionModel authSession, String typed) {
    AuthNote.CHOSEN_IDENTIFIER.set(authSession, typed);
  }

  static Optional<String> of(AuthenticationSessionModel authSession) {
    return AuthNote.CHOSEN_IDENTIFIER.get(authSession);
  }
}
