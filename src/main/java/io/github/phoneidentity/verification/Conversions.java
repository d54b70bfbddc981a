package io.github.phoneidentity.verification;

import io.github.phoneidentity.outbox.Dispatcher;
import io.github.phoneidentity.sms.Conversion;
import io.github.phoneidentity.sms.DeliveryFeedback;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;

/**
 * Notifies gateways that a code was confirmed, on the dispatcher's threads and at most once: not if
 * the queue is full or this node ends.
 */
record Conversions(KeycloakSessionFactory sessions, Dispatcher dispatcher) {

  /** Starts to notify the gateway, in a lane of its own that delays no texts. */
  void notifyGateway(Conversion conversion) {
    dispatcher.run(
        "conversions " + conversion.gateway(),
        () -> {
          try (KeycloakSession session = sessions.create()) {
            DeliveryFeedback.converted(session, conversion);
          }
        });
  }
}
