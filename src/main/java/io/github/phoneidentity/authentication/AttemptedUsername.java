package io.github.phoneidentity.authentication;

import io.github.phoneidentity.policy.AuthNote;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.UserModel;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * The attempted username, by which Keycloak's pages, events and sessions identify the user of a
 * login.
 */
public final class AttemptedUsername {

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
    Optional<String> attempted = AuthNote.ATTEMPTED_USERNAME.get(authSession);
    Optional<String> before = AuthNote.ORGANIZATION_IDENTIFIER.get(authSession);
    Optional<String> named =
        attempted
            .filter(name -> before.isEmpty() || !MaskedIdentifier.isMasked(name))
            .or(() -> before);
    named.ifPresent(name -> name(authSession, name));
    return named;
  }

  private static void name(AuthenticationSessionModel authSession, String named) {
    AuthNote.ORGANIZATION_IDENTIFIER.set(authSession, named);
    note(authSession, MaskedIdentifier.of(authSession.getRealm(), named));
  }

  private static boolean isHiddenByKeycloak(AuthenticationSessionModel authSession) {
    return AuthNote.USERNAME_HIDDEN.get(authSession).filter(Boolean::parseBoolean).isPresent()
        && !AuthNote.HIDDEN_BY_EXTENSION.isSet(authSession);
  }

  /** Makes the next page show its field for the name, regardless of what has hidden it. */
  public static void showField(AuthenticationSessionModel authSession) {
    AuthNote.USERNAME_HIDDEN.remove(authSession);
    AuthNote.HIDDEN_BY_EXTENSION.remove(authSession);
    AuthNote.ORGANIZATION_IDENTIFIER.remove(authSession);
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
      AuthenticationSessionModel authSession, String typed, @Nullable UserModel owner) {
    String shown = MaskedIdentifier.of(authSession.getRealm(), typed);
    String name = owner == null ? shown : owner.getUsername();
    if (isHiddenByKeycloak(authSession)) {
      name(authSession, typed);
    } else {
      note(authSession, name);
      AuthNote.TYPED_IDENTIFIER.set(authSession, shown);
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
    AuthNote.ATTEMPTED_USERNAME.set(authSession, name);
    AuthNote.TYPED_IDENTIFIER.remove(authSession);
  }

  /** The attempted username; empty if there is none yet. */
  public static String of(AuthenticationSessionModel authSession) {
    return AuthNote.ATTEMPTED_USERNAME.get(authSession).orElse("");
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
    String shown = AuthNote.TYPED_IDENTIFIER.get(authSession).orElseGet(() -> of(authSession));
    if (shown.isEmpty() || MaskedIdentifier.isMasked(shown)) {
      AuthNote.ATTEMPTED_USERNAME.remove(authSession);
    } else {
      AuthNote.ATTEMPTED_USERNAME.set(authSession, shown);
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
      AuthNote.TYPED_IDENTIFIER.set(authSession, of(authSession));
      AuthNote.ATTEMPTED_USERNAME.remove(authSession);
    }
  }

  /**
   * Makes every page of this authentication session, including Keycloak's, show the typed
   * identifier, regardless of whether the user exists.
   */
  public static void hideOwner(AuthenticationSessionModel authSession) {
    if (!AuthNote.USERNAME_HIDDEN.isSet(authSession)) {
      AuthNote.USERNAME_HIDDEN.set(authSession);
      AuthNote.HIDDEN_BY_EXTENSION.set(authSession);
    }
  }

  /** Reverts {@link #hideOwner}, when the owner is authenticated or the name is requested again. */
  public static void showOwner(AuthenticationSessionModel authSession) {
    if (AuthNote.HIDDEN_BY_EXTENSION.isSet(authSession)) {
      AuthNote.USERNAME_HIDDEN.remove(authSession);
      AuthNote.HIDDEN_BY_EXTENSION.remove(authSession);
    }
  }
}
