package io.github.phoneidentity.identity;

import org.keycloak.provider.Provider;
import org.keycloak.provider.ProviderFactory;
import org.keycloak.provider.Spi;

/** The SPI of the {@link ClaimLedger}. It is internal: third parties must not implement it. */
public final class ClaimLedgerSpi implements Spi {

  @Override
  public boolean isInternal() {
    return true;
  }

  @Override
  public String getName() {
    return "phone-identity-claims";
  }

  @Override
  public Class<? extends Provider> getProviderClass() {
    return ClaimLedger.class;
  }

  @Override
  @SuppressWarnings("rawtypes") // the interface's own signature
  public Class<? extends ProviderFactory> getProviderFactoryClass() {
    return ClaimLedgerFactory.class;
  }
}
