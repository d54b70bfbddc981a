package io.github.phoneidentity.sms;

import java.time.Duration;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.provider.ProviderFactory;

/** Makes {@link SmsGateway}s; found by the service file of this interface's name. */
public interface SmsGatewayFactory extends ProviderFactory<SmsGateway> {

  /**
   * The longest that one {@link SmsGateway#send} takes: after it, and some time more, a text whose
   * node has died is told as lost.
   *
   * @return at most {@link SmsGateways#LONGEST_SEND}, which is the default
   */
  default Duration longestSend() {
    return SmsGateways.LONGEST_SEND;
  }

  @Override
  default void postInit(KeycloakSessionFactory factory) {}

  @Override
  default void close() {}
}
