package io.github.phoneidentity.identity;

import java.util.Locale;
import java.util.regex.Pattern;
import org.keycloak.events.Details;
import org.keycloak.events.EventBuilder;
import org.keycloak.events.EventType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/**
 * The door of identity brokering: values that another identity provider's mappers write. Nobody
 * sits there who could correct them, so a lost one is left off and an event says so.
 */
public final class BrokerDoor {

  /** Error of the event {@code UPDATE_PROFILE_ERROR} that tells of a value that was left off. */
  public static final String LEFT_OFF = "brokered_value_left_off";

  /**
   * {@code IdentityBrokerService} and the first-broker-login flow of {@code LoginActionsService}.
   */
  private static final Pattern PATH =
      Pattern.compile("/?realms/[^/]+/(broker/.*|login-actions/first-broker-login)");

  private BrokerDoor() {}

  /** Whether the transaction of {@code session} is that of a login through an identity provider. */
  public static boolean isOpen(KeycloakSession session) {
    return RequestPath.matches(session, PATH);
  }

  /** Tells in an event, which is stored on its own, that a user's value was left off. */
  public static void report(KeycloakSession session, String userId, ClaimKind kind, String reason) {
    RealmModel realm = session.getContext().getRealm();
    new EventBuilder(realm, session, session.getContext().getConnection())
        .event(EventType.UPDATE_PROFILE)
        .user(userId)
        .detail("attribute", kind.attribute())
        .detail(Details.REASON, reason.toLowerCase(Locale.ROOT))
        .error(LEFT_OFF);
  }
}
