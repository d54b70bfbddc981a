package io.github.phoneidentity.identity;

import java.util.Locale;
import org.keycloak.events.Details;
import org.keycloak.events.EventBuilder;
import org.keycloak.events.EventType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/**
 * A value that an identity provider brought and that its user cannot own. Nobody can correct it in
 * the middle of that login, so the login succeeds without the value and an event says so.
 */
public final class LeftOffValue {

  /** Error of the event {@code UPDATE_PROFILE_ERROR}. */
  public static final String ERROR = "brokered_value_left_off";

  private LeftOffValue() {}

  /** Stores the event on its own, whatever becomes of the transaction of {@code session}. */
  public static void report(
      KeycloakSession session, String userId, String attribute, String reason) {
    RealmModel realm = session.getContext().getRealm();
    new EventBuilder(realm, session, session.getContext().getConnection())
        .event(EventType.UPDATE_PROFILE)
        .user(userId)
        .detail("attribute", attribute)
        .detail(Details.REASON, reason.toLowerCase(Locale.ROOT))
        .error(ERROR);
  }
}
