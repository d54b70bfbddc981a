package io.github.phoneidentity.verification;

import org.keycloak.models.ClientModel;
import org.keycloak.models.UserModel;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * Who may answer a challenge and consume its proof: one execution of one authentication session,
 * one user in the password grants of one client, or one client of the REST API. A proof that was
 * made with one binding is not valid for another.
 *
 * @param value the binding as it is stored; at most 255 characters
 * @param browser whether it names one conversation, such as an authentication session; then a new
 *     challenge replaces the open one
 */
public record Binding(String value, boolean browser) {

  private static final String TAB = "tab:";

  /**
   * The binding to an execution, or to the required action of that id, in this authentication
   * session.
   */
  public static Binding to(AuthenticationSessionModel session, String execution) {
    return new Binding(
        TAB + String.join(".", session.getParentSession().getId(), session.getTabId(), execution),
        true);
  }

  /**
   * Whether {@code other} is the binding of the same execution or required action, possibly in
   * another authentication session.
   */
  public boolean isSameStep(String other) {
    return value.startsWith(TAB)
        && other.startsWith(TAB)
        && value.substring(value.lastIndexOf('.')).equals(other.substring(other.lastIndexOf('.')));
  }

  /** Whether a page of this server asks for the code, and not the client itself. */
  boolean isPage() {
    return value.startsWith(TAB);
  }

  /**
   * The binding to a user whom a client authenticates without a browser, such as by the password
   * grant; a new challenge replaces the open one here as well.
   */
  public static Binding to(ClientModel client, UserModel user) {
    return new Binding("grant:%s.%s".formatted(client.getId(), user.getId()), true);
  }

  /** The binding to a client that calls the REST API. */
  public static Binding to(ClientModel client) {
    return new Binding("client:" + client.getId(), false);
  }
}
