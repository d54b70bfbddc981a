package io.github.phoneidentity.verification;

import org.keycloak.models.ClientModel;
import org.keycloak.models.UserModel;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * Who may answer a challenge and spend its proof: one execution in one tab of one authentication
 * session, one user in the password grants of one client, or one client of the REST API. A proof
 * that was made in one place is nothing in another.
 *
 * @param value what stands in the database; at most 255 characters
 * @param browser does it name one conversation, such as an authentication session? Then a new
 *     challenge replaces the one before it.
 */
public record Binding(String value, boolean browser) {

  private static final String TAB = "tab:";

  /** The binding to an execution, or to the required action of that id, in this tab. */
  public static Binding to(AuthenticationSessionModel session, String execution) {
    return new Binding(
        TAB + String.join(".", session.getParentSession().getId(), session.getTabId(), execution),
        true);
  }

  /** Is {@code other} the same execution or required action, in whichever tab or session? */
  public boolean isSameStep(String other) {
    return value.startsWith(TAB)
        && other.startsWith(TAB)
        && value.substring(value.lastIndexOf('.')).equals(other.substring(other.lastIndexOf('.')));
  }

  /**
   * The binding to a user whom a client authenticates without a browser, such as by the password
   * grant; a new challenge replaces the one before it, too.
   */
  public static Binding to(ClientModel client, UserModel user) {
    return new Binding("grant:%s.%s".formatted(client.getId(), user.getId()), true);
  }

  /** The binding to a client that calls the REST API. */
  public static Binding to(ClientModel client) {
    return new Binding("client:" + client.getId(), false);
  }
}
