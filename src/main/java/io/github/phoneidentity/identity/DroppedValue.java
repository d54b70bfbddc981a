package io.github.phoneidentity.identity;

import io.github.phoneidentity.policy.EventErrors;
import java.util.Locale;
import org.keycloak.common.ClientConnection;
import org.keycloak.events.Details;
import org.keycloak.events.EventBuilder;
import org.keycloak.events.EventType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/**
 * A value that an identity provider or a directory has sent and that its user cannot own. It cannot
 * be corrected interactively during that request, so the request succeeds without the value and an
 * event reports it.
 */
public final class DroppedValue {

  private DroppedValue() {}

  /**
   * Reports the event, which is stored in a transaction of its own.
   *
   * @param attribute the attribute that was dropped, or {@code username}
   * @param reason stored in lower case
   * @param origin the request origin of the value
   */
  public static void report(
      KeycloakSession session,
      String realmId,
      String userId,
      String attribute,
      String reason,
      RequestOrigin origin) {
    RealmModel realm = session.realms().getRealm(realmId);
    session.getContext().setRealm(realm);
    EventBuilder event = new EventBuilder(realm, session);
    ClientConnection caller = session.getContext().getConnection();
    if (caller != null) {
      event.ipAddress(caller.getRemoteHost()); // a scheduled synchronisation has no connection
    }
    event
        .event(EventType.UPDATE_PROFILE)
        .user(userId)
        .detail("attribute", attribute)
        .detail(Details.REASON, reason.toLowerCase(Locale.ROOT))
        .detail("origin", origin.name().toLowerCase(Locale.ROOT))
        .error(EventErrors.BROKERED_VALUE_LEFT_OFF);
  }
}
