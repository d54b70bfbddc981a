package io.github.phoneidentity.authentication;

import java.util.Optional;
import org.keycloak.authentication.authenticators.browser.AbstractUsernameFormAuthenticator;
import org.keycloak.models.UserModel;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * The attempted username, by which Keycloak's pages, events and sessions identify the user of a
 * login.
 */
public final class AttemptedUsername {

  private static final String NOTE = AbstractUsernameFormAuthenticator.ATTEMPTED_USERNAME;

  /** The typed identifier, if the attempted username is another one. */
  private static final String TYPED = "phone-identity.typed-name";

  private static final String HIDDEN = AbstractUsernameFormAuthenticator.USERNAME_HIDDEN;

  /** Set if the name was hidden by this class, and not by Keycloak's organizations. */
  private static final String HIDDEN_HERE = "phone-identity.name-hidden";

  /** The identifier that was typed on the page of Keycloak's organizations, unmasked. */
  private static final String NAMED = "phone-identity.named";

  private AttemptedUsername() {}

  /**
   * The identifier that was typed on the page of Keycloak's organizations, or was the client's
   * login hint. Organizations only know usernames and e-mail addresses, and hide the field of the
   * next page whether or not they have found a user. Its header then shows the name, so a number is
   * masked there.
   *
   * @return the identifier; empty if the organizations' page was not used
   */
  public static Optional<String> named(AuthenticationSessionModel authSession) {
    if (!isHiddenByKeycloak(authSession)) {
      return Optional.empty();
    }
    String attempted = authSession.getAuthNote(NOTE);
    String named = authSession.getAuthNote(NAMED);
    if (attempted != null && (named == null || !MaskedIdentifier.isMasked(attempted))) {
      named = attempted;
    }
    if (named != null) {
      name(authSession, named);
    }
    return Optional.ofNullable(named);
  }

  private static void name(AuthenticationSessionModel authSession, String named) {
    authSession.setAuthNote(NAMED, named);
    note(authSession, MaskedIdentifier.of(authSession.getRealm(), named));
  }

  private static boolean isHiddenByKeycloak(AuthenticationSessionModel authSession) {
    return Boolean.parseBoolean(authSession.getAuthNote(HIDDEN))
        && authSession.getAuthNote(HIDDEN_HERE) == null;
  }

  /** Makes the next page show its field for the name, regardless of what has hidden it. */
  public static void showField(AuthenticationSessionModel authSession) {
    authSession.removeAuthNote(HIDDEN);
    authSession.removeAuthNote(HIDDEN_HERE);
    authSession.removeAuthNote(NAMED);
  }

  /** Records an identifier that was typed and not verified yet; a number is masked. */
  public static void typed(AuthenticationSessionModel authSession, String typed) {
    note(authSession, MaskedIdentifier.of(authSession.getRealm(), typed));
  }

  /**
   * Records an identifier that was typed with a password, before that is compared. The attempted
   * username is the owner's, by which Keycloak's brute-force protection finds the user; where the
   * pages show the name it is the typed identifier.
   *
   * @param owner the user of the identifier; null for no user
   * @return the attempted username for events
   */
  public static String tried(
      AuthenticationSessionModel authSession, String typed, UserModel owner) {
    String shown = MaskedIdentifier.of(authSession.getRealm(), typed);
    String name = owner == null ? shown : owner.getUsername();
    if (isHiddenByKeycloak(authSession)) {
      name(authSession, typed);
    } else {
      note(authSession, name);
      authSession.setAuthNote(TYPED, shown);
    }
    return MaskedIdentifier.of(authSession.getRealm(), name);
  }

  /**
   * Records an identifier whose owner is authenticated. If it is a number the username is taken
   * instead.
   */
  public static void proven(AuthenticationSessionModel authSession, String typed, UserModel owner) {
    boolean number = !MaskedIdentifier.of(authSession.getRealm(), typed).equals(typed);
    String name = number || typed.isEmpty() ? owner.getUsername() : typed;
    note(
        authSession,
        MaskedIdentifier.of(authSession.getRealm(), name)); // a username may be the user's number
  }

  private static void note(AuthenticationSessionModel authSession, String name) {
    authSession.setAuthNote(NOTE, name);
    authSession.removeAuthNote(TYPED);
  }

  /** The attempted username; empty if there is none yet. */
  public static String of(AuthenticationSessionModel authSession) {
    String name = authSession.getAuthNote(NOTE);
    return name == null ? "" : name;
  }

  /**
   * The attempted username for the details of an event. It is masked, because a username may be the
   * user's number.
   */
  public static String forEvent(AuthenticationSessionModel authSession) {
    return MaskedIdentifier.of(authSession.getRealm(), of(authSession));
  }

  /**
   * Replaces the attempted username by the typed identifier, with which a form can be prefilled; by
   * none if that is a number.
   */
  public static void forForm(AuthenticationSessionModel authSession) {
    String typed = authSession.getAuthNote(TYPED);
    String shown = typed == null ? of(authSession) : typed;
    if (shown.isEmpty() || MaskedIdentifier.isMasked(shown)) {
      authSession.removeAuthNote(NOTE);
    } else {
      authSession.setAuthNote(NOTE, shown);
    }
  }

  /**
   * Removes the attempted username of a user who is not authenticated yet, so that later failures
   * do not count for a user who was only named. A form can still be prefilled with it.
   *
   * @param known the user of the flow; null if it has none yet
   */
  public static void forget(AuthenticationSessionModel authSession, UserModel known) {
    if (known == null && !of(authSession).isEmpty()) {
      authSession.setAuthNote(TYPED, of(authSession));
      authSession.removeAuthNote(NOTE);
    }
  }

  /**
   * Makes every page of this authentication session, including Keycloak's, show the typed
   * identifier, regardless of whether the user exists.
   */
  public static void hideOwner(AuthenticationSessionModel authSession) {
    if (authSession.getAuthNote(HIDDEN) == null) {
      authSession.setAuthNote(HIDDEN, "true");
      authSession.setAuthNote(HIDDEN_HERE, "true");
    }
  }

  /** Reverts {@link #hideOwner}, when the owner is authenticated or the name is requested again. */
  public static void showOwner(AuthenticationSessionModel authSession) {
    if (authSession.getAuthNote(HIDDEN_HERE) != null) {
      authSession.removeAuthNote(HIDDEN);
      authSession.removeAuthNote(HIDDEN_HERE);
    }
  }
}
