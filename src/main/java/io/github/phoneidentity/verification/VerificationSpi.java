package io.github.phoneidentity.verification;

import org.keycloak.provider.Provider;
import org.keycloak.provider.ProviderFactory;
import org.keycloak.provider.Spi;

/** Makes {@link VerificationCodes} a provider of the session; there is one implementation. */
public final class VerificationSpi implements Spi {

  @Override
  public boolean isInternal() {
    return true;
  }

  @Override
  public String getName() {
    return "phone-identity-verification";
  }

  @Override
  public Class<? extends Provider> getProviderClass() {
    return VerificationCodes.class;
  }

  @Override
  @SuppressWarnings("rawtypes")
  public Class<? extends ProviderFactory> getProviderFactoryClass() {
    return VerificationCodesFactory.class;
  }
}
