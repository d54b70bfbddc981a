package io.github.phoneidentity.verification;

import io.github.phoneidentity.outbox.Due;
import io.github.phoneidentity.outbox.Lane;
import io.github.phoneidentity.phone.PhoneNumberParser;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/** Determines which messages wait for the same service, and remembers it for one session. */
final class Lanes {

  private final KeycloakSession session;
  private final Map<List<Object>, Optional<Lane>> known = new HashMap<>();

  Lanes(KeycloakSession session) {
    this.session = session;
  }

  /** The message with its lane; empty if the realm was removed meanwhile. */
  <M> Optional<Due<M>> due(M message, String realmId, Recipient recipient) {
    return known
        .computeIfAbsent(
            List.of(realmId, country(recipient)),
            key ->
                Optional.ofNullable(session.realms().getRealm(realmId))
                    .map(realm -> of(session, realm, recipient)))
        .map(lane -> new Due<>(message, lane));
  }

  private static String country(Recipient recipient) {
    return switch (recipient.channel()) {
      case sms -> PhoneNumberParser.region(recipient.phone());
      case email -> "";
    };
  }

  static Lane of(KeycloakSession session, RealmModel realm, Recipient recipient) {
    return switch (recipient.channel()) {
      case sms -> SmsHandOver.lane(session, realm, recipient.phone());
      case email -> Mailing.lane(realm);
    };
  }
}
