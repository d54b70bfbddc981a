package io.github.phoneidentity.identity;

import java.util.function.UnaryOperator;
import org.keycloak.authentication.authenticators.broker.AbstractIdpAuthenticator;
import org.keycloak.models.KeycloakSession;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * The number that an identity provider sent as verified in a first broker login. Keycloak keeps
 * what the provider sent and what the user types on its page Review Profile in the same place, so
 * the number is noted before that page.
 */
public final class BrokeredNumber {

  private static final String NOTE = "phone-identity.brokered-number";

  private BrokeredNumber() {}

  /**
   * Notes what the provider sent, unless the user may have changed it already.
   *
   * @param number in any spelling, or null
   * @param verified what the provider sent of {@code phoneNumberVerified}, or null
   */
  public static void keep(AuthenticationSessionModel login, String number, String verified) {
    if (!isReviewed(login) && number != null && UserAttributes.isTrue(verified)) {
      login.setAuthNote(NOTE, number);
    }
  }

  /**
   * Whether the provider itself sent the number as verified in the login of {@code session}.
   *
   * @param canonical makes a number in any spelling canonical
   */
  public static boolean isBrought(
      KeycloakSession session, String number, UnaryOperator<String> canonical) {
    AuthenticationSessionModel login = session.getContext().getAuthenticationSession();
    if (login == null) {
      return false;
    }
    String sent = login.getAuthNote(NOTE);
    return !isReviewed(login) || (sent != null && number.equals(canonical.apply(sent)));
  }

  /** Whether the user has submitted Review Profile in the login of {@code session}. */
  public static boolean isReviewed(KeycloakSession session) {
    AuthenticationSessionModel login = session.getContext().getAuthenticationSession();
    return login != null && isReviewed(login);
  }

  private static boolean isReviewed(AuthenticationSessionModel login) {
    return "true".equals(login.getAuthNote(AbstractIdpAuthenticator.ENFORCE_UPDATE_PROFILE));
  }
}
