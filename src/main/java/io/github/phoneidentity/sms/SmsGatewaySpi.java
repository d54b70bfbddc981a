package io.github.phoneidentity.sms;

import org.keycloak.provider.Provider;
import org.keycloak.provider.ProviderFactory;
import org.keycloak.provider.Spi;

/**
 * The SPI {@code sms-gateway}: third parties add a gateway by an {@link SmsGatewayFactory} and its
 * service file.
 */
public final class SmsGatewaySpi implements Spi {

  /** The SPI's name in server options. */
  public static final String NAME = "sms-gateway";

  @Override
  public boolean isInternal() {
    return false;
  }

  @Override
  public String getName() {
    return NAME;
  }

  @Override
  public Class<? extends Provider> getProviderClass() {
    return SmsGateway.class;
  }

  @Override
  @SuppressWarnings("rawtypes") // The signature of Spi.
  public Class<? extends ProviderFactory> getProviderFactoryClass() {
    return SmsGatewayFactory.class;
  }
}
