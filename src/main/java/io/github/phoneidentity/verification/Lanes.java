package io.github.phoneidentity.verification;

import io.github.phoneidentity.outbox.Due;
import io.github.phoneidentity.outbox.Lane;
import io.github.phoneidentity.policy.RealmPolicy;
import io.github.phoneidentity.policy.VerificationPolicy;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/** Determines which messages wait for the same service, and remembers it for one session. */
final class Lanes {

  private final KeycloakSession session;
  private final Map<String, VerificationPolicy> policies = new HashMap<>();
  private final Map<List<Object>, Lane> lanes = new HashMap<>();

  Lanes(KeycloakSession session) {
    this.session = session;
  }

  /** The message with its lane; empty if the realm was removed meanwhile. */
  <M> Optional<Due<M>> due(M message, String realmId, Recipient recipient) {
    return Optional.ofNullable(session.realms().getRealm(realmId))
        .map(realm -> new Due<>(message, lane(realm, recipient)));
  }

  private Lane lane(RealmModel realm, Recipient recipient) {
    return lanes.computeIfAbsent(
        List.of(realm.getId(), recipient.channel(), gateways(realm, recipient)),
        key -> of(session, realm, recipient));
  }

  /** The gateways of the number itself: another one of its country may have none. */
  private List<String> gateways(RealmModel realm, Recipient recipient) {
    return switch (recipient.channel()) {
      case sms ->
          policies
              .computeIfAbsent(realm.getId(), id -> RealmPolicy.of(realm))
              .gatewaysOf(recipient.phone());
      case email -> List.of();
    };
  }

  static Lane of(KeycloakSession session, RealmModel realm, Recipient recipient) {
    return switch (recipient.channel()) {
      case sms -> SmsHandOver.lane(session, realm, recipient.phone());
      case email -> Mailing.lane(realm);
    };
  }
}
