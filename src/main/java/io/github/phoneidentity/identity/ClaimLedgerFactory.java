package io.github.phoneidentity.identity;

import org.keycloak.provider.ProviderFactory;

/** Makes {@link ClaimLedger}s. */
public interface ClaimLedgerFactory extends ProviderFactory<ClaimLedger> {}
