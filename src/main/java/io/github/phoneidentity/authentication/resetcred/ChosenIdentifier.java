package io.github.phoneidentity.authentication.resetcred;

import java.util.Optional;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * What was typed to choose a user. It says where to begin and proves nothing: the user of a reset
 * is the one whom the proof is about.
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
