package io.github.phoneidentity.authentication;

import org.keycloak.authentication.authenticators.browser.AbstractUsernameFormAuthenticator;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.sessions.AuthenticationSessionModel;

/** The name by which Keycloak's pages, events and sessions know who is logging in. */
public final class AttemptedName {

  private static final String NOTE = AbstractUsernameFormAuthenticator.ATTEMPTED_USERNAME;

  private AttemptedName() {}

  /** Somebody typed it and has proven nothing yet: a number is masked. */
  public static void typed(AuthenticationSessionModel tab, String typed) {
    tab.setAuthNote(NOTE, MaskedIdentifier.of(tab.getRealm(), typed));
  }

  /** Its owner typed it: the session is known by it, by the username if it is a number. */
  public static void proven(AuthenticationSessionModel tab, String typed, UserModel owner) {
    RealmModel realm = tab.getRealm();
    boolean number = !MaskedIdentifier.of(realm, typed).equals(typed);
    tab.setAuthNote(NOTE, number || typed.isEmpty() ? owner.getUsername() : typed);
  }

  /** The name; empty if there is none yet. */
  public static String of(AuthenticationSessionModel tab) {
    String name = tab.getAuthNote(NOTE);
    return name == null ? "" : name;
  }

  /** A mask is nothing that a form could be prefilled with. */
  public static void dropMask(AuthenticationSessionModel tab) {
    if (MaskedIdentifier.isMasked(tab.getAuthNote(NOTE))) {
      tab.removeAuthNote(NOTE);
    }
  }
}
