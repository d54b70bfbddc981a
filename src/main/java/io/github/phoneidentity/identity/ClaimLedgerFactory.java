package io.github.phoneidentity.identity;

import org.keycloak.provider.ProviderFactory;

/** Makes {@link ClaimLedger}s, and does what is done by the clock. */
public interface ClaimLedgerFactory extends ProviderFactory<ClaimLedger> {

  /** Stamps what was released, and forgets what anybody may claim again. */
  void sweep();

  /** Goes on with the adoption of the realms that need it, unless this node is at it. */
  void adopt();
}
