package io.github.phoneidentity.authentication;

import java.util.Optional;
import org.keycloak.authentication.authenticators.browser.AbstractUsernameFormAuthenticator;
import org.keycloak.models.UserModel;
import org.keycloak.sessions.AuthenticationSessionModel;

/** The name by which Keycloak's pages, events and sessions know who is logging in. */
public final class AttemptedUsername {

  private static final String NOTE = AbstractUsernameFormAuthenticator.ATTEMPTED_USERNAME;

  /** What was typed, where the attempt goes by another name. */
  private static final String TYPED = "phone-identity.typed-name";

  private static final String HIDDEN = AbstractUsernameFormAuthenticator.USERNAME_HIDDEN;

  /** That it was hidden here, and not by Keycloak's organizations. */
  private static final String HIDDEN_HERE = "phone-identity.name-hidden";

  /** What was typed on the page of Keycloak's organizations, unmasked. */
  private static final String NAMED = "phone-identity.named";

  private AttemptedUsername() {}

  /**
   * What was typed on the page of Keycloak's organizations, or came as the app's login hint: they
   * know usernames and e-mails alone, and hide the field of the page that follows, whether they
   * have found a user or not. Its header then shows the name, so that a number is masked there.
   *
   * @return empty where no organization has asked
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

  /** Lets the name be asked for anew on a page with a field, whoever has hidden it. */
  public static void showField(AuthenticationSessionModel authSession) {
    authSession.removeAuthNote(HIDDEN);
    authSession.removeAuthNote(HIDDEN_HERE);
    authSession.removeAuthNote(NAMED);
  }

  /** Somebody typed it and has proven nothing yet: a number is masked. */
  public static void typed(AuthenticationSessionModel authSession, String typed) {
    note(authSession, MaskedIdentifier.of(authSession.getRealm(), typed));
  }

  /**
   * Somebody typed it and a password that is not compared yet. The attempt goes by the owner's
   * username, because Keycloak's brute-force protection finds the user again by that name; by what
   * was typed, where the pages show it.
   *
   * @param owner whom it means; null for nobody
   * @return the name by which events know the attempt
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

  /** Its owner typed it: the session is known by it, by the username if it is a number. */
  public static void proven(AuthenticationSessionModel authSession, String typed, UserModel owner) {
    boolean number = !MaskedIdentifier.of(authSession.getRealm(), typed).equals(typed);
    String name = number || typed.isEmpty() ? owner.getUsername() : typed;
    note(
        authSession,
        MaskedIdentifier.of(authSession.getRealm(), name)); // a username may be the own number
  }

  private static void note(AuthenticationSessionModel authSession, String name) {
    authSession.setAuthNote(NOTE, name);
    authSession.removeAuthNote(TYPED);
  }

  /** The name; empty if there is none yet. */
  public static String of(AuthenticationSessionModel authSession) {
    String name = authSession.getAuthNote(NOTE);
    return name == null ? "" : name;
  }

  /** The name as the details of an event may show it: a username may be the own number. */
  public static String forEvent(AuthenticationSessionModel authSession) {
    return MaskedIdentifier.of(authSession.getRealm(), of(authSession));
  }

  /**
   * Leaves what a form can be prefilled with: what was typed, and not whose it is; nothing, if that
   * was a number.
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
   * Forgets the attempt of a user who is not known yet, so that nothing that follows counts for
   * somebody who was merely named; a form can still be prefilled with it.
   *
   * @param known the user, if one is known; null otherwise
   */
  public static void forget(AuthenticationSessionModel authSession, UserModel known) {
    if (known == null && !of(authSession).isEmpty()) {
      authSession.setAuthNote(TYPED, of(authSession));
      authSession.removeAuthNote(NOTE);
    }
  }

  /**
   * Has every page of this tab, those of Keycloak too, show what was typed, and not depend on
   * whether that is somebody.
   */
  public static void hideOwner(AuthenticationSessionModel authSession) {
    if (authSession.getAuthNote(HIDDEN) == null) {
      authSession.setAuthNote(HIDDEN, "true");
      authSession.setAuthNote(HIDDEN_HERE, "true");
    }
  }

  /** Ends {@link #hideOwner}: the owner is proven, or a name is asked for anew. */
  public static void showOwner(AuthenticationSessionModel authSession) {
    if (authSession.getAuthNote(HIDDEN_HERE) != null) {
      authSession.removeAuthNote(HIDDEN);
      authSession.removeAuthNote(HIDDEN_HERE);
    }
  }
}
