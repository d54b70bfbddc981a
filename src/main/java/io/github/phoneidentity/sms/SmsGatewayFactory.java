package io.github.phoneidentity.sms;

import java.time.Duration;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.provider.ProviderFactory;

/**
 * Creates {@link SmsGateway}s. Implementations are registered by the service file of this
 * interface's name.
 */
public interface SmsGatewayFactory extends ProviderFactory<SmsGateway> {

  /**
   * The maximum duration of one {@link SmsGateway#send}. Some time after it a text whose node has
   * died is recorded as {@link SendResult#UNKNOWN}.
   *
   * @return the duration; at most {@link SmsGateways#LONGEST_SEND}, which is the default
   */
  default Duration longestSend() {
    return SmsGateways.LONGEST_SEND;
  }

  @Override
  default void postInit(KeycloakSessionFactory factory) {}

  @Override
  default void close() {}
}
