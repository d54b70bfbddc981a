package io.github.phoneidentity.identity.jpa;

import io.github.phoneidentity.identity.AdoptionReport.Conflict;
import io.github.phoneidentity.policy.AdminEventResources;
import io.github.phoneidentity.policy.EventErrors;
import java.util.Map;
import org.jboss.logging.Logger;
import org.keycloak.events.Details;
import org.keycloak.events.EventBuilder;
import org.keycloak.events.EventType;
import org.keycloak.events.admin.OperationType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/** Reports values that users have and do not own. */
final class AdoptionEvents {

  private static final Logger LOG = Logger.getLogger(AdoptionEvents.class);

  private AdoptionEvents() {}

  /**
   * Reports one value by a log message and an event. They name the user by id, because a username
   * may be a phone number.
   */
  static void report(KeycloakSession session, RealmModel realm, Conflict conflict) {
    String attribute = conflict.kind().attribute();
    LOG.warnf(
        "Adopting realm %s: user %s: attribute %s %s",
        realm.getName(),
        conflict.userId(),
        attribute,
        conflict.invalid() ? "is not valid" : "is taken");
    new EventBuilder(realm, session)
        .event(EventType.UPDATE_PROFILE)
        .user(conflict.userId())
        .detail("attribute", attribute)
        .detail(Details.REASON, conflict.reason())
        .error(EventErrors.ADOPTED_VALUE_NOT_OWNED);
  }

  /** Reports the number of conflicts and of invalid values by an admin event. */
  static void report(KeycloakSession session, RealmModel realm, long conflicts, long invalid) {
    new AdminEvents(session)
        .store(
            session,
            realm,
            OperationType.ACTION,
            AdminEventResources.ADOPTION,
            "phone-identity/adopt",
            Map.of(
                "message", "values that users do not own",
                "conflicts", Long.toString(conflicts),
                "invalid", Long.toString(invalid)));
  }

  /** Reports that a realm no longer takes part, by a log message and an admin event. */
  static void stopped(KeycloakSession session, RealmModel realm, AdminEvents events) {
    LOG.errorf(
        "Realm %s no longer takes part: required action VERIFY_PHONE is disabled or gone. Phone"
            + " numbers and nicknames have no owners in it until it begins again and is adopted.",
        realm.getName());
    events.store(
        session,
        realm,
        OperationType.ACTION,
        AdminEventResources.ADOPTION,
        "phone-identity/stopped",
        Map.of("message", "the realm no longer takes part"));
  }
}
