package io.github.phoneidentity.sms;

import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.provider.ProviderFactory;

/** Makes {@link SmsGateway}s; found by the service file of this interface's name. */
public interface SmsGatewayFactory extends ProviderFactory<SmsGateway> {

  @Override
  default void postInit(KeycloakSessionFactory factory) {}

  @Override
  default void close() {}
}
