package io.github.phoneidentity.policy;

import java.util.Optional;
import org.keycloak.authentication.AuthenticationProcessor;
import org.keycloak.authentication.authenticators.browser.AbstractUsernameFormAuthenticator;
import org.keycloak.authentication.authenticators.resetcred.ResetCredentialChooseUser;
import org.keycloak.models.DefaultActionTokenKey;
import org.keycloak.services.resources.LoginActionsService;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * The auth notes that this extension reads or writes, and the only class that accesses them, so
 * that every key is stated once. Keycloak removes auth notes when a login is restarted.
 */
public final class AuthNote {

  /** The typed identifier, if the attempted username is another one. */
  public static final AuthNote TYPED_IDENTIFIER = own("typed-name");

  /** Set if this extension has hidden the username, and not Keycloak's organizations. */
  public static final AuthNote HIDDEN_BY_EXTENSION = own("name-hidden");

  /** The identifier that was typed on the page of Keycloak's organizations, unmasked. */
  public static final AuthNote ORGANIZATION_IDENTIFIER = own("named");

  /** The identifier that was typed to choose the user of a reset; it is not a proof. */
  public static final AuthNote CHOSEN_IDENTIFIER = own("chosen-identifier");

  /** The contact whose proof has allowed a reset. */
  public static final AuthNote PASSWORD_RESET_BY = own("password-reset-by");

  /** The token of the invitation that a registration accepts. */
  public static final AuthNote INVITATION = own("invitation");

  /** When the first factor was passed, in epoch milliseconds. */
  public static final AuthNote FIRST_FACTOR = own("first-factor");

  /** The verified number of a user who is still registering. */
  public static final AuthNote PENDING_NUMBER = own("newcomer-number");

  // Keycloak's notes follow.
  public static final AuthNote ATTEMPTED_USERNAME =
      new AuthNote(AbstractUsernameFormAuthenticator.ATTEMPTED_USERNAME);

  public static final AuthNote USERNAME_HIDDEN =
      new AuthNote(AbstractUsernameFormAuthenticator.USERNAME_HIDDEN);
  public static final AuthNote RESET_USER_CHOSEN =
      new AuthNote(ResetCredentialChooseUser.RESET_CREDENTIAL_USER_CHOSEN);
  public static final AuthNote ACTION_TOKEN_USER =
      new AuthNote(DefaultActionTokenKey.ACTION_TOKEN_USER_ID);
  public static final AuthNote CURRENT_FLOW_PATH =
      new AuthNote(AuthenticationProcessor.CURRENT_FLOW_PATH);
  public static final AuthNote FORWARDED_ERROR =
      new AuthNote(LoginActionsService.FORWARDED_ERROR_MESSAGE_NOTE);

  private static final String SET = "true";

  /**
   * Notes that belong to one execution or required action, so that another one can never read them
   * (CVE-2026-18963 was caused by a note that was not).
   */
  public enum OfExecution {
    /** The id of the challenge whose code is awaited. */
    CHALLENGE("challenge"),
    /** The key of the message that the next page shows about a code that was sent again. */
    SENT("sent"),
    /** The typed contact or identifier. */
    TYPED("typed"),
    /** The ISO 3166-1 alpha-2 code of the country that was chosen for the typed number. */
    COUNTRY("country"),
    /** The id of the credential that was chosen. */
    CREDENTIAL("credential"),
    /** The id of the user who has proven a number, and must prove an e-mail address as well. */
    PROVEN_NUMBER_OF("proven-number-of"),
    /** The id of the proof that is kept for the registration form. */
    PROOF("proof"),
    /** The generated username. */
    USERNAME("username"),
    /** Set once the user has said that the number on file is lost. */
    NUMBER_LOST("number-lost"),
    /** The id of the user whose credential or code the execution has checked. */
    CHECKED_USER("checked-user");

    private final String name;

    OfExecution(String name) {
      this.name = name;
    }

    /** The note of an execution, or of a required action, by its id. */
    public AuthNote of(String execution) {
      return own(execution + "." + name);
    }
  }

  private final String key;

  private AuthNote(String key) {
    this.key = key;
  }

  private static AuthNote own(String name) {
    return new AuthNote("phone-identity." + name);
  }

  /**
   * Set if a right code was given in this login.
   *
   * @param purpose the id of the code's purpose
   */
  public static AuthNote passed(String purpose) {
    return own("passed." + purpose);
  }

  /** The value in this authentication session; empty if it is not set. */
  public Optional<String> get(AuthenticationSessionModel authSession) {
    return Optional.ofNullable(authSession.getAuthNote(key));
  }

  /** Whether there is a value in this authentication session. */
  public boolean isSet(AuthenticationSessionModel authSession) {
    return authSession.getAuthNote(key) != null;
  }

  /** Sets the value in this authentication session. */
  public void set(AuthenticationSessionModel authSession, String value) {
    authSession.setAuthNote(key, value);
  }

  /** Sets a note that has no value of its own. */
  public void set(AuthenticationSessionModel authSession) {
    set(authSession, SET);
  }

  /** Removes the value from this authentication session. */
  public void remove(AuthenticationSessionModel authSession) {
    authSession.removeAuthNote(key);
  }
}
