package io.github.phoneidentity.verification;

import io.github.phoneidentity.outbox.Due;
import io.github.phoneidentity.outbox.Lane;
import io.github.phoneidentity.policy.Channel;
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
  <M> Optional<Due<M>> due(M message, String realmId, Channel channel) {
    return known
        .computeIfAbsent(
            List.of(realmId, channel),
            key ->
                Optional.ofNullable(session.realms().getRealm(realmId))
                    .map(realm -> of(session, realm, channel)))
        .map(lane -> new Due<>(message, lane));
  }

  static Lane of(KeycloakSession session, RealmModel realm, Channel channel) {
    return switch (channel) {
      case sms -> SmsHandOver.lane(session, realm);
      case email -> Mailing.lane(realm);
    };
  }
}
