package io.github.phoneidentity.identity;

import org.keycloak.provider.Provider;
import org.keycloak.provider.ProviderFactory;
import org.keycloak.provider.Spi;

/**
 * Makes the {@link ClaimLedger} known to the server. Internal: not meant to be implemented by
 * others.
 */
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
